// Runs jest for the package in the current folder on one backend and keeps the counts for tools/test.mjs.
// A leg for which this machine lacks something says so in one line and counts as not run: {"notRun": "why"}.
// usage: node ../../tools/jest/run.mjs <backend> [jest arguments]
//   with jest arguments, such as a pattern, it is a part of the leg: the kept counts stay as they are
import {spawnSync} from 'node:child_process';
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {createRequire} from 'node:module';
import {installLegs} from '../legs/install.mjs';
import {prepareNodeBackend} from '../legs/nodeBackend.mjs';
import {findVulkan} from '../legs/vulkan.mjs';
import {resultsFolder} from '../results.mjs';

const [backend, ...rest] = process.argv.slice(2);
const whole = rest.length === 0;
const out = join(resultsFolder, `${basename(process.cwd())}-${backend}.json`);
mkdirSync(resultsFolder, {recursive: true});
if (whole) rmSync(out, {force: true}); // a run that is killed leaves none
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
// What a leg needs to be so before its processes start; {env} or {notRun}.
const prepare = {
  webgpu: async () => {
    const lacks = await installLegs();
    return lacks ? {notRun: lacks} : findVulkan();
  },
  node: () => prepareNodeBackend(false),
  cuda: () => prepareNodeBackend(true),
};
const {notRun, env: prepared = process.env} = (await prepare[backend]?.()) ?? {};
if (notRun !== undefined) {
  console.log(`${basename(process.cwd())} ${backend}: not run, because ${notRun}`);
  if (whole) writeFileSync(out, JSON.stringify({notRun}));
  process.exit(0);
}
const env = {...prepared, TFJS_BACKEND: backend};
delete env.FORCE_COLOR; // Nx sets it, and the programs that tests start would colour what they print into a pipe
const keep = whole ? ['--json', `--outputFile=${out}`] : [];
const {status} = spawnSync(process.execPath, [jest, ...keep, ...rest], {
  stdio: ['ignore', whole ? 'ignore' : 'inherit', 'inherit'],
  env,
});
process.exit(status ?? 1);
