// Runs jest for the package in the current folder on one backend and keeps the counts for tools/test.mjs.
// A leg for which this machine lacks something says so in one line and counts as not run: {"notRun": "why"}.
// usage: node ../../tools/jest/run.mjs <backend> [jest arguments]
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {createRequire} from 'node:module';
import {prepareNodeBackend} from '../legs/nodeBackend.mjs';
import {findVulkan} from '../legs/vulkan.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [backend, ...rest] = process.argv.slice(2);
const results = join(root, 'coverage/results');
mkdirSync(results, {recursive: true});
const out = join(results, `${basename(process.cwd())}-${backend}.json`);
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
// What a leg needs to be so before its processes start; {env} or {notRun}.
const prepare = {
  webgpu: findVulkan,
  node: () => prepareNodeBackend(false),
  cuda: () => prepareNodeBackend(true),
};
const {notRun, env: prepared = process.env} = (await prepare[backend]?.()) ?? {};
if (notRun !== undefined) {
  console.log(`${basename(process.cwd())} ${backend}: not run, because ${notRun}`);
  writeFileSync(out, JSON.stringify({notRun}));
  process.exit(0);
}
const env = {...prepared, TFJS_BACKEND: backend};
delete env.FORCE_COLOR; // Nx sets it, and the programs that tests start would colour what they print into a pipe
const {status} = spawnSync(process.execPath, [jest, '--json', `--outputFile=${out}`, ...rest], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env,
});
process.exit(status ?? 1);
