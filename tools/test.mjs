// `npm test`: everything that needs no extra software. Ends with the line `N passed, N failed` over all packages.
// usage: node tools/test.mjs [--skip-nx-cache]
import {spawnSync} from 'node:child_process';
import {existsSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import exclusions from './jest/exclusions.cjs';
import {checkLock} from './lockcheck.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, 'coverage/results');
rmSync(results, {recursive: true, force: true});

let failed = 0;
const complain = (line) => {
  failed++;
  console.error(line);
};

for (const problem of checkLock(join(root, 'package-lock.json'))) complain(`package-lock.json: ${problem}`);

const legs = ['test:cpu', 'test:wasm', 'test:wasm-ops'];
const {status} = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/nx/dist/bin/nx.js'),
    ...['run-many', '-t', 'build', 'lint', 'typecheck', ...legs, '--outputStyle=static'],
    ...process.argv.slice(2),
  ],
  {cwd: root, stdio: ['ignore', 'inherit', 'inherit']},
);

let passed = 0;
let testsFailed = 0;
const rows = [];
for (const leg of legs) {
  const backend = leg.slice('test:'.length);
  for (const name of readdirSync(join(root, 'packages'))) {
    const {scripts = {}} = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
    if (!(leg in scripts)) continue;
    const file = join(results, `${name}-${backend}.json`);
    if (!existsSync(file)) {
      complain(`${name}: ${leg} left no result`);
      continue;
    }
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const broken = report.testResults.filter(
      (r) => r.status === 'failed' && r.assertionResults.length === 0,
    ).length;
    passed += report.numPassedTests;
    testsFailed += report.numFailedTests + broken;
    rows.push(
      `  ${name.padEnd(18)} ${backend.padEnd(8)} ${report.numPassedTests} passed, ${report.numFailedTests + broken} failed`,
    );
  }
}
console.log(`\nTests by package and backend:\n${rows.join('\n')}`);
for (const line of exclusions.notRun) console.log(`  ${line}`);
if (status !== 0 && failed + testsFailed === 0) complain('build, lint or type check failed: see above');
console.log(`\n${passed} passed, ${failed + testsFailed} failed`);
process.exit(status === 0 && failed + testsFailed === 0 ? 0 : 1);
