// Runs one of the repository's main jobs; installs the dependencies first where they are missing or out of date.
// usage: node tools/with-install.mjs <demo|demo:draw|test|test:all|bench|bench:variance|bench:stream|battery|site|example> [arguments for the job]
import {spawnSync} from 'node:child_process';
import {existsSync, statSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const jobs = {
  demo: {build: true, script: 'packages/normprop/dist/esm/main.js', arguments: ['demo']},
  'demo:draw': {
    build: true,
    script: 'packages/normprop/dist/esm/main.js',
    arguments: ['draw', 'demo'],
  },
  test: {build: false, script: 'tools/test.mjs', arguments: []},
  'test:all': {build: false, script: 'tools/test.mjs', arguments: ['--all-legs']},
  bench: {build: true, script: 'benchmarks/bench.mjs', arguments: []},
  battery: {build: true, script: 'experiments/battery/battery.mjs', arguments: []},
  'bench:variance': {build: true, script: 'benchmarks/variance.mjs', arguments: []},
  'bench:stream': {build: true, script: 'benchmarks/stream.mjs', arguments: []},
  site: {build: true, script: 'site/site.mjs', arguments: []},
  example: {build: true, script: 'tools/example.mjs', arguments: []},
};

const [name, ...rest] = process.argv.slice(2);
const job = jobs[name];
if (job === undefined) {
  console.error(`expected one of ${Object.keys(jobs).join(', ')}, got '${name ?? ''}'`);
  process.exit(2);
}
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node 20.19 or newer is needed, this is ${process.versions.node}: see https://nodejs.org`);
  process.exit(2);
}

function run(command, args, options = {}) {
  const {status, signal, error} = spawnSync(command, args, {cwd: root, stdio: 'inherit', ...options});
  if (error) throw error;
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
}

const lock = join(root, 'package-lock.json');
const installed = join(root, 'node_modules/.package-lock.json'); // npm writes it last
const missing = !existsSync(installed);
if (missing || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  console.log(
    `Installing the dependencies (npm ci): node_modules is ${missing ? 'missing' : 'older than package-lock.json'}.`,
  );
  const windows = process.platform === 'win32';
  run(windows ? 'npm.cmd' : 'npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {shell: windows});
}
if (job.build) {
  console.log('Building the packages (nothing to do if they have not changed).');
  const nx = join(root, 'node_modules/nx/dist/bin/nx.js');
  run(process.execPath, [nx, 'run-many', '-t', 'build', '--outputStyle=static'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
// Ctrl-C reaches the job too, which ends in its own way (a checkpoint, a summary): wait for it.
process.on('SIGINT', () => {});
run(process.execPath, [join(root, job.script), ...job.arguments, ...rest]);
