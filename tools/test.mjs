// `npm test`: everything that needs no extra software. Ends with the line `N passed, N failed` over all packages.
// usage: node tools/test.mjs [--all-legs [--without <leg>]… [--require <leg>]…] [--skip-nx-cache]
//   --all-legs  also the node, cuda, webgpu, onnx and browser legs, which install what they need; what this machine lacks is not run
//   --require   a leg that counts as failed where it is not run
import {spawnSync} from 'node:child_process';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import exclusions from './jest/exclusions.cjs';
import {legs as matrix} from './jest/legs.cjs';
import {failedLines, failedTests} from './failures.mjs';
import {checkLock} from './lockcheck.mjs';
import {readResult, resultsFolder, root} from './results.mjs';

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
const legs = Object.keys(matrix).filter((name) => !matrix[name].extra);
const extra = Object.keys(matrix).filter((name) => matrix[name].extra);
for (const leg of options.without)
  if (!extra.includes(leg)) throw new Error(`--without: expected one of ${extra.join(', ')}, got '${leg}'`);
const extraWanted = allLegs ? extra.filter((leg) => !options.without.includes(leg)) : [];
const canRun = [...legs, ...extraWanted];
for (const leg of options.require)
  if (!canRun.includes(leg)) throw new Error(`--require: expected one of ${canRun.join(', ')}, got '${leg}'`);

rmSync(resultsFolder, {recursive: true, force: true});
let failed = 0;
const complain = (line) => {
  failed++;
  console.error(line);
};
const nx = (targets, parallel = 2) =>
  spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/nx/dist/bin/nx.js'),
      ...['run-many', '-t', ...targets, `--parallel=${parallel}`, '--outputStyle=static'],
      ...nxArguments,
    ],
    {cwd: root, stdio: ['ignore', 'inherit', 'inherit']},
  ).status;

/** Minutes of the wall clock by phase. */
const phases = [{title: 'build, lint, types, gates and the legs of npm test', start: Date.now()}];
function phaseEnds(next) {
  const phase = phases.at(-1);
  phase.seconds = (Date.now() - phase.start) / 1000;
  if (next !== undefined) phases.push({title: next, start: Date.now()});
}

const locks = [
  'package-lock.json',
  ...(allLegs
    ? ['tools/legs', 'tools/onnxruntime', 'site'].map((folder) => `${folder}/package-lock.json`)
    : []),
];
for (const lock of locks) for (const problem of checkLock(join(root, lock))) complain(`${lock}: ${problem}`);

const statuses = [nx(['build', 'lint', 'typecheck', 'pkg-check', ...legs.map((leg) => `test:${leg}`)])];
// After the build, whose types the exported names are read from.
const gates = spawnSync(process.execPath, [join(root, 'tools/gates/run.mjs')], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
});
if (gates.status !== 0) complain('a gate failed: see above (npm run gates)');
if (extraWanted.length > 0) {
  phaseEnds('the other legs');
  // Two packages at a time, of whatever legs: on two cores jest has one worker, and a page and the imitated graphics card take
  // turns. In one run, since a core would be idle at the end of each.
  statuses.push(nx(extraWanted.map((leg) => `test:${leg}`)));
}
const release = allLegs ? rehearse() : undefined;
const site = allLegs ? testSite() : undefined;
phaseEnds();

/** Builds the site and opens each page in Chromium: `{passed, failed, failures}`. */
function testSite() {
  phaseEnds('the site');
  const {stdout, status} = spawnSync(
    process.execPath,
    [join(root, 'tools/with-install.mjs'), 'site', '--test'],
    {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  console.log(stdout);
  const [passed, failed] = ['pass', 'fail'].map(
    (word) => new RegExp(`^. ${word} (\\d+)$`, 'm').exec(stdout)?.[1],
  );
  if (passed === undefined) complain('the site could not be tested: see above');
  else if (status !== 0 && failed === '0') complain('the site: see above');
  return {passed: Number(passed ?? 0), failed: Number(failed ?? 0), failures: failedLines(stdout)};
}

/** Publishes the builds to a registry on this machine and uses them from there: `{passed, failed, failures}`. */
function rehearse() {
  phaseEnds('the release, rehearsed');
  const program = join(root, 'tools/release/rehearse.mjs');
  const {stdout} = spawnSync(process.execPath, [program, '--built'], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  console.log(stdout);
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/m.exec(stdout) ?? [];
  if (passed === undefined) complain('the release could not be rehearsed: see above');
  return {passed: Number(passed ?? 0), failed: Number(failed ?? 0), failures: failedLines(stdout)};
}

/** Where the time went: minutes by phase and by leg, and the ten slowest files. */
function printTimes() {
  const minutes = (seconds) => (seconds / 60).toFixed(1);
  const sum = (results) => results.reduce((total, {seconds}) => total + seconds, 0);
  console.log('\nMinutes by phase:');
  for (const {title, seconds} of phases) console.log(`${minutes(seconds).padStart(6)}  ${title}`);
  console.log('\nMinutes by leg (two run at once; results from Nx’s cache bring the times they took then):');
  const byLeg = canRun
    .map((leg) => ({leg, results: took.filter((result) => result.leg === leg)}))
    .filter(({results}) => results.length > 0)
    .sort((a, b) => sum(b.results) - sum(a.results));
  for (const {leg, results} of byLeg) {
    const parts = results.map((result) => `${result.package} ${minutes(result.seconds)}`);
    console.log(`${minutes(sum(results)).padStart(6)}  ${leg.padEnd(20)} ${parts.join(', ')}`);
  }
  console.log('\nThe ten slowest test files, in seconds:');
  const files = took.flatMap(({leg, files: each}) => each.map((file) => ({...file, leg})));
  for (const {file, leg, seconds} of files.sort((a, b) => b.seconds - a.seconds).slice(0, 10))
    console.log(`${seconds.toFixed(0).padStart(6)}  ${leg.padEnd(20)} ${file}`);
}

let passed = 0;
let testsFailed = 0;
const rows = [];
const failures = []; // what failed, told again at the end
const took = []; // the results of each package and leg that ran
for (const leg of canRun) {
  for (const name of Object.keys(matrix[leg].packages).sort()) {
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
    failures.push(...failedTests(result));
    took.push(result);
    rows.push(`${head} ${result.passed} passed, ${result.failed} failed`);
  }
}
for (const [title, result] of Object.entries({'from a registry': release, 'the site, in Chromium': site})) {
  if (result === undefined) continue;
  passed += result.passed;
  testsFailed += result.failed;
  failures.push(...result.failures.map((text) => `${title}: ${text}`));
  rows.push(`  ${title.padEnd(39)} ${result.passed} passed, ${result.failed} failed`);
}
console.log(`\nTests by package and leg:\n${rows.join('\n')}`);
for (const line of exclusions.notRun) console.log(`  ${line}`);
for (const leg of options.without) console.log(`  not run: ${leg}, because --without leaves it out`);
if (statuses.some((status) => status !== 0) && failed + testsFailed === 0)
  complain('build, lint, type check or a leg failed: see above');
printTimes();
if (failures.length > 0) console.log(`\nWhat failed:\n${failures.join('\n')}`);
console.log(`\n${passed} passed, ${failed + testsFailed} failed`);
process.exit(failed + testsFailed === 0 ? 0 : 1);
