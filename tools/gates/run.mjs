// What every change passes besides its tests: no circle of files or folders, no dead export or dependency, no exported name
// that came or went unseen, no type that only some export speaks of, no link of a document that leads nowhere, no quoted figure that the results do not have;
// the tests of the tools, and eslint over what lies outside of the packages.
// usage: node tools/gates/run.mjs [lint|house|knip|api|types|links|figures|tools]
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const bin = (name) => join(root, 'node_modules/.bin', name);
const sources = readdirSync(join(root, 'packages'))
  .map((name) => `packages/${name}/src`)
  .filter((folder) => existsSync(join(root, folder)));

const gates = {
  lint: [bin('eslint'), ['benchmarks', 'experiments', 'tools', 'site', 'examples']],
  house: [bin('depcruise'), [...sources, '--config', '.dependency-cruiser.cjs']],
  knip: [bin('knip'), ['--reporter', 'compact']],
  api: [process.execPath, [join(root, 'tools/gates/api.mjs')]],
  types: [process.execPath, [join(root, 'tools/gates/types.mjs')]],
  links: [process.execPath, [join(root, 'tools/release/deadLinks.mjs')]],
  tools: [process.execPath, ['--test', 'tools/release', 'tools/jest']],
  figures: [process.execPath, [join(root, 'tools/gates/figures.mjs')]],
};

const wanted = process.argv.slice(2);
for (const name of wanted)
  if (!(name in gates)) throw new Error(`expected one of ${Object.keys(gates).join(', ')}, got '${name}'`);
let failed = 0;
for (const [name, [command, args]] of Object.entries(gates)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const {status} = spawnSync(command, args, {cwd: root, stdio: ['ignore', 'inherit', 'inherit']});
  console.log(`gate ${name}: ${status === 0 ? 'passed' : 'failed'}`);
  if (status !== 0) failed++;
}
process.exit(failed === 0 ? 0 : 1);
