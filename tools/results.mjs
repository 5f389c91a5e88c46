// What the legs of the test matrix left in coverage/results: one JSON a package and leg, in the shape of `jest --json`,
// or {"notRun": "why"}.
import {existsSync, readFileSync} from 'node:fs';
import {dirname, join, relative, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const resultsFolder = join(root, 'coverage/results');

/**
 * One package on one leg: `{package, leg, passed, failed, tests, seconds, files}`, `{package, leg, notRun}`, or undefined when nothing was left.
 * `seconds` are of the wall clock, from jest's start to the end of the last file; `files` are `{file, seconds}` each.
 * A file that failed though none of its tests did (it broke before them, or after them) counts as one failure.
 */
export function readResult(name, leg) {
  const file = join(resultsFolder, `${name}-${leg}.json`);
  if (!existsSync(file)) return undefined;
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report.notRun !== undefined) return {package: name, leg, notRun: report.notRun};
  const tests = report.testResults.flatMap(({name: path, assertionResults}) =>
    assertionResults.map((test) => ({...test, file: path})),
  );
  const broken = report.testResults.filter(
    ({status, assertionResults}) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  return {
    package: name,
    leg,
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken,
    tests,
    seconds:
      (Math.max(report.startTime, ...report.testResults.map(({endTime}) => endTime)) - report.startTime) /
      1000,
    files: report.testResults.map(({name: path, startTime, endTime}) => ({
      file: relative(root, path),
      seconds: (endTime - startTime) / 1000,
    })),
  };
}
