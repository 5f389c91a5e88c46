// Results in the shape of `jest --json`, as far as tools/test.mjs and the features table read it.

/** One test file's part of it. What went wrong outside the tests counts as one failed test, since no test does. */
export function fileReport(name, {errors, tests}, milliseconds) {
  const outside = tests.length === 0 && errors.length === 0 ? ['the file has no tests'] : errors;
  const assertionResults = tests.map(({path, status, duration, messages}) => ({
    ancestorTitles: path.slice(0, -1),
    title: path.at(-1),
    fullName: path.join(' '),
    status: status !== 'done' ? 'pending' : messages.length === 0 ? 'passed' : 'failed',
    duration,
    failureMessages: messages,
  }));
  if (outside.length > 0) {
    assertionResults.push({
      ancestorTitles: [],
      title: 'the file as a whole',
      fullName: 'the file as a whole',
      status: 'failed',
      duration: 0,
      failureMessages: outside,
    });
  }
  const failed = assertionResults.some(({status}) => status === 'failed');
  return {name, status: failed ? 'failed' : 'passed', milliseconds, assertionResults};
}

/** How many tests of a file or of several have that status. */
export const count = (files, status) =>
  files.flatMap(({assertionResults}) => assertionResults).filter((test) => test.status === status).length;

/** The report of one package on one leg. `leftOut` names the files that did not run there, with the reason. */
export function packageReport(files, environment, leftOut) {
  return {
    success: count(files, 'failed') === 0,
    numTotalTests: files.reduce((sum, {assertionResults}) => sum + assertionResults.length, 0),
    numPassedTests: count(files, 'passed'),
    numFailedTests: count(files, 'failed'),
    numPendingTests: count(files, 'pending'),
    environment,
    leftOut,
    testResults: files,
  };
}
