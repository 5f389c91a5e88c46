// Runs jest for the package in the current folder on one backend and keeps the counts for tools/test.mjs.
// usage: node ../../tools/jest/run.mjs <backend> [jest arguments]
import {spawnSync} from 'node:child_process';
import {mkdirSync} from 'node:fs';
import {basename, dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import {createRequire} from 'node:module';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const [backend, ...rest] = process.argv.slice(2);
const results = join(root, 'coverage/results');
mkdirSync(results, {recursive: true});
const out = join(results, `${basename(process.cwd())}-${backend}.json`);
const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const env = {...process.env, TFJS_BACKEND: backend};
delete env.FORCE_COLOR; // Nx sets it, and the programs that tests start would colour what they print into a pipe
const {status} = spawnSync(process.execPath, [jest, '--json', `--outputFile=${out}`, ...rest], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env,
});
process.exit(status ?? 1);
