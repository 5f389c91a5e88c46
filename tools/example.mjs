// Runs an example of this repository as `npm install && npm start` would run it, had the packages been published: a copy in a
// folder of its own, with the dependencies that its package.json names and no others.
// usage: npm run example -- <name of a folder in examples/>
import {spawnSync} from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {installLegs} from './legs/install.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const installed = ['node_modules', 'tools/onnxruntime/node_modules'].map((folder) => join(root, folder));

/** What package.json says, where `npm start` is a program of Node. */
function programOf(name) {
  const file = join(root, 'examples', name, 'package.json');
  if (!existsSync(file)) return undefined;
  const {dependencies, scripts} = JSON.parse(readFileSync(file, 'utf8'));
  const [, script] = /^node (\S+)$/.exec(scripts.start) ?? [];
  return script && {dependencies, script};
}

const name = process.argv[2] ?? '';
const program = name === '' ? undefined : programOf(name);
if (program === undefined) {
  const names = readdirSync(join(root, 'examples')).filter(programOf).sort();
  console.error(
    `expected one of ${names.join(', ')}, got '${name}'; the other examples are pages, see their READMEs`,
  );
  process.exit(2);
}
const source = join(root, 'examples', name);
const {dependencies, script} = program;
if ('onnxruntime-web' in dependencies) {
  const lacks = await installLegs('onnxruntime');
  if (lacks) throw new Error(lacks);
}
const folder = mkdtempSync(join(tmpdir(), 'normprop-example-'));
try {
  cpSync(source, folder, {recursive: true, filter: (path) => !path.includes('node_modules')});
  for (const dependency of Object.keys(dependencies)) {
    const from = installed.map((each) => join(each, dependency)).find(existsSync);
    if (from === undefined) throw new Error(`${name}: ${dependency} is not installed; npm ci installs it`);
    const to = join(folder, 'node_modules', dependency);
    mkdirSync(dirname(to), {recursive: true});
    symlinkSync(from, to, 'junction');
  }
  const {status, error} = spawnSync(process.execPath, [script], {cwd: folder, stdio: 'inherit'});
  if (error) throw error;
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, {recursive: true, force: true, maxRetries: 5});
}
