// Each guide is a program: its blocks of JavaScript, in their order, run as printed.
import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {join} from 'node:path';
import {after, before, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {root, site} from '../build/places.mjs';

const guides = join(site, 'guide');
const home = process.cwd();
let folder;

before(() => {
  mkdirSync(join(root, 'coverage'), {recursive: true});
  folder = mkdtempSync(join(root, 'coverage/guides-')); // inside the repository, so that its packages are found
  copyFileSync(join(root, 'examples/keras-import/model.keras'), join(folder, 'model.keras'));
  copyFileSync(
    join(root, 'packages/normprop-convert/test/fixtures/torch-tagger.safetensors'),
    join(folder, 'model.safetensors'),
  );
  process.chdir(folder);
});
after(() => {
  process.chdir(home);
  rmSync(folder, {recursive: true, force: true});
});

for (const name of readdirSync(guides)) {
  const code = [...readFileSync(join(guides, name), 'utf8').matchAll(/^```js\n(.*?)^```/gms)].map(
    ([, block]) => block,
  );
  if (code.length === 0) continue;
  test(`the code of ${name} runs as printed`, async (context) => {
    const said = [];
    context.mock.method(console, 'log', (...values) => said.push(values));
    const file = join(folder, name.replace('.md', '.mjs'));
    writeFileSync(file, code.join('\n'));
    await import(pathToFileURL(file).href);
    const numbers = said.flat(2).filter((value) => typeof value === 'number');
    assert.ok(numbers.every(Number.isFinite), `it printed ${numbers}`);
    await checks[name]?.(said);
  });
}

/** What the texts say of the numbers that they print. */
const checks = {
  'first-model.md': ([[losses]]) =>
    assert.ok(losses.at(-1) < losses[0], `the loss went from ${losses[0]} to ${losses.at(-1)}`),
  'from-tfjs.md': (said) => assert.ok(said.at(-1)[0] < 1e-4),
  'streaming.md': ([[first, second]]) => assert.notDeepEqual(first, second),
  'errors.md': ([[message]]) => assert.match(message, /recurentDropout/),
};
