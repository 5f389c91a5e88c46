// Runs jest for the package in the current folder on one leg of the test matrix and keeps the counts for tools/test.mjs.
// A leg for which this machine lacks something says so in one line and counts as not run: {"notRun": "why"}.
// usage: node ../../tools/jest/run.mjs <leg> [--slow] [jest arguments]
//   --slow  also the files that software takes minutes for where it imitates a graphics card
//   with jest arguments, such as a pattern, it is a part of the leg: the kept counts stay as they are
import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {createRequire} from 'node:module';
import {findChromium} from '../browser/chromium.mjs';
import {installLegs} from '../legs/install.mjs';
import {prepareNative} from '../legs/native.mjs';
import {prepareNodeBackend} from '../legs/nodeBackend.mjs';
import {findVulkan} from '../legs/vulkan.mjs';
import {resultsFolder} from '../results.mjs';
import legs from './legs.cjs';

const [name, ...given] = process.argv.slice(2);
const leg = legs.legOf(name);
const rest = given.filter((argument) => argument !== '--slow');
const whole = rest.length === 0;
const out = join(resultsFolder, `${basename(process.cwd())}-${name}.json`);
mkdirSync(resultsFolder, {recursive: true});
if (whole) rmSync(out, {force: true}); // a run that is killed leaves none
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');

/** What a leg needs to be so before its processes start; {env} or {notRun}. */
async function prepare() {
  if (leg.page || name === 'places') {
    const lacks = findChromium().missing ?? (await installLegs());
    return lacks ? {notRun: lacks} : {};
  }
  if (name === 'webgpu') {
    const lacks = await installLegs();
    return lacks ? {notRun: lacks} : findVulkan();
  }
  if (leg.folder) {
    const lacks = await installLegs(leg.folder);
    return lacks ? {notRun: lacks} : {};
  }
  if (leg.native) {
    const lacks = await prepareNative();
    return lacks ? {notRun: lacks} : {};
  }
  if (leg.backend === 'tensorflow') return prepareNodeBackend(name === 'cuda');
  return {};
}

const {notRun, env: prepared = process.env} = await prepare();
if (notRun !== undefined) {
  console.log(`${basename(process.cwd())} ${name}: not run, because ${notRun}`);
  if (whole) writeFileSync(out, JSON.stringify({notRun}));
  process.exit(0);
}
const env = {...prepared, TFJS_BACKEND: name, ...(given.includes('--slow') && {SLOW_TESTS: '1'})};
delete env.FORCE_COLOR; // Nx sets it, and the programs that tests start would colour what they print into a pipe
const keep = whole ? ['--json', `--outputFile=${out}`] : [];
const {status} = spawnSync(process.execPath, [jest, ...keep, ...rest], {
  stdio: ['ignore', whole ? 'ignore' : 'inherit', 'inherit'],
  env,
});
process.exit(status ?? 1);
