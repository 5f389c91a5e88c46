// `npm test`: everything that needs no extra software. Ends with the line `N passed, N failed` over all packages.
// usage: node tools/test.mjs [--all-legs [--without <leg>]… [--require <leg>]…] [--skip-nx-cache]
//   --all-legs  also the node, cuda, browser and webgpu legs, which install what they need; what this machine lacks is not run
//   --require   a leg that counts as failed where it is not run
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {legs as browserLegs, packages as browserPackages} from './browser/legs.mjs';
import exclusions from './jest/exclusions.cjs';
import {checkLock} from './lockcheck.mjs';
import {packagesOf, readResult, resultsFolder, root} from './results.mjs';

const {values: options} = parseArgs({
  options: {
    'all-legs': {type: 'boolean', default: false},
    without: {type: 'string', multiple: true, default: []},
    require: {type: 'string', multiple: true, default: []},
    'skip-nx-cache': {type: 'boolean', default: false},
  },
});
const allLegs = options['all-legs'];
const nxArguments = options['skip-nx-cache'] ? ['--skip-nx-cache'] : [];
const legs = ['cpu', 'wasm', 'wasm-ops'];
const extra = ['node', 'cuda', 'webgpu', ...Object.keys(browserLegs)];
for (const leg of options.without)
  if (!extra.includes(leg)) throw new Error(`--without: expected one of ${extra.join(', ')}, got '${leg}'`);
const canRun = [...legs, ...(allLegs ? extra.filter((leg) => !options.without.includes(leg)) : [])];
for (const leg of options.require)
  if (!canRun.includes(leg)) throw new Error(`--require: expected one of ${canRun.join(', ')}, got '${leg}'`);
const wanted = (leg) => !options.without.includes(leg);

rmSync(resultsFolder, {recursive: true, force: true});
let failed = 0;
const complain = (line) => {
  failed++;
  console.error(line);
};
const nx = (targets) =>
  spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/nx/dist/bin/nx.js'),
      ...['run-many', '-t', ...targets, '--outputStyle=static'],
      ...nxArguments,
    ],
    {cwd: root, stdio: ['ignore', 'inherit', 'inherit']},
  ).status;

const locks = ['package-lock.json', ...(allLegs ? ['tools/legs/package-lock.json'] : [])];
for (const lock of locks) for (const problem of checkLock(join(root, lock))) complain(`${lock}: ${problem}`);

const statuses = [nx(['build', 'lint', 'typecheck', ...legs.map((leg) => `test:${leg}`)])];
if (allLegs) {
  for (const leg of ['node', 'cuda', 'webgpu'].filter(wanted)) statuses.push(nx([`test:${leg}`]));
  const inBrowser = Object.keys(browserLegs)
    .filter(wanted)
    .flatMap((leg) => ['--leg', leg]);
  if (inBrowser.length > 0) {
    const browser = [join(root, 'tools/browser/run.mjs'), ...inBrowser];
    statuses.push(
      spawnSync(process.execPath, browser, {cwd: root, stdio: ['ignore', 'inherit', 'inherit']}).status,
    );
  }
  legs.push(...extra.filter(wanted));
}

let passed = 0;
let testsFailed = 0;
const rows = [];
for (const leg of legs) {
  for (const name of packagesOf(leg, browserPackages)) {
    const result = readResult(name, leg);
    if (result === undefined) {
      complain(`${name}: ${leg} left no result`);
      continue;
    }
    const head = `  ${name.padEnd(18)} ${leg.padEnd(20)}`;
    if (result.notRun !== undefined) {
      rows.push(`${head} not run, because ${result.notRun}`);
      if (options.require.includes(leg))
        complain(`${name}: ${leg} is required and was not run, because ${result.notRun}`);
      continue;
    }
    passed += result.passed;
    testsFailed += result.failed;
    rows.push(`${head} ${result.passed} passed, ${result.failed} failed`);
  }
}
console.log(`\nTests by package and leg:\n${rows.join('\n')}`);
for (const line of exclusions.notRun) console.log(`  ${line}`);
for (const leg of options.without) console.log(`  not run: ${leg}, because --without leaves it out`);
if (statuses.some((status) => status !== 0) && failed + testsFailed === 0)
  complain('build, lint, type check or a leg failed: see above');
console.log(`\n${passed} passed, ${failed + testsFailed} failed`);
process.exit(failed + testsFailed === 0 ? 0 : 1);
