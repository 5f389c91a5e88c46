// A release, rehearsed: what `changeset publish` would put on npm goes to a registry on this machine, and every package is
// used from there in every way that README files promise. Ends with the line `N passed, N failed`.
// usage: npm run release:rehearse -- [--only <text in the name of a use>]… [--built] [--keep]
//   --built  the builds that are there are taken as they are
//   --keep   the projects stay, to be looked at
import {execFileSync} from 'node:child_process';
import {mkdtempSync, realpathSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {startBrowser} from './rehearsal/page.mjs';
import {copyTree, publishAll} from './rehearsal/publish.mjs';
import {startRegistry} from './rehearsal/registry.mjs';
import {allUses} from './rehearsal/uses.mjs';

const {values: options} = parseArgs({
  options: {
    only: {type: 'string', multiple: true, default: []},
    keep: {type: 'boolean', default: false},
    built: {type: 'boolean', default: false},
  },
});
const {only} = options;
const root = fileURLToPath(new URL('../..', import.meta.url));
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'normprop-rehearsal-')));
const cache = fileURLToPath(new URL('rehearsal/.cache', import.meta.url));
const begin = Date.now();

function build() {
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
  execFileSync(process.execPath, [nx, 'run-many', '-t', 'build', '--outputStyle=static'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {...process.env, NX_DAEMON: 'false'},
  });
}

let registry;
let browser = {};
let passed = 0;
let failed = 0;
let notRun = 0;
try {
  if (!options.built) build();
  registry = await startRegistry(cache, temporary);
  const copy = join(temporary, 'copy');
  copyTree(root, copy);
  const versions = publishAll(copy, registry.env);
  console.log(
    `published: ${Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', ')}`,
  );
  browser = await startBrowser();
  const context = {copy, folder: temporary, env: registry.env, versions, browser};
  const uses = allUses(context).filter(
    ({name}) => only.length === 0 || only.some((text) => name.includes(text)),
  );
  if (uses.length === 0) throw new Error(`--only: no use has ${only.join(' or ')} in its name`);
  for (const use of uses) {
    const start = Date.now();
    if (use.notRun) {
      notRun++;
      console.log(`not run: ${use.name}, because ${use.notRun}`);
      continue;
    }
    try {
      const line = await use.run();
      passed++;
      console.log(`passed: ${use.name}: ${line} (${((Date.now() - start) / 1000).toFixed(0)} s)`);
    } catch (error) {
      failed++;
      console.log(`failed: ${use.name}: ${error.message}`);
    }
  }
} finally {
  await browser.close?.();
  registry?.stop();
  if (options.keep) console.log(`kept: ${temporary}`);
  else rmSync(temporary, {recursive: true, force: true});
}
console.log(`${((Date.now() - begin) / 1000).toFixed(0)} s${notRun > 0 ? `, ${notRun} not run` : ''}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
