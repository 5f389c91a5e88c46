// What the legs of the test matrix left in coverage/results: one JSON a package and leg, in the shape of `jest --json`,
// or {"notRun": "why"}.
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const resultsFolder = join(root, 'coverage/results');

/** The packages that have a leg: a script of its name, or the browser's list. */
export function packagesOf(leg, browserPackages) {
  if (leg.startsWith('browser')) return browserPackages;
  return readdirSync(join(root, 'packages')).filter((name) => {
    const {scripts = {}} = JSON.parse(readFileSync(join(root, 'packages', name, 'package.json'), 'utf8'));
    return `test:${leg}` in scripts;
  });
}

/**
 * One package on one leg: `{package, leg, passed, failed, tests}`, `{package, leg, notRun}`, or undefined when nothing was left.
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
  };
}
