import {createRequire} from 'node:module';
import {join} from 'node:path';
import {root} from '../results.mjs';

const require = createRequire(join(root, 'node_modules/jest/package.json'));
const inCore = createRequire(require.resolve('@jest/core'));
const {createEmptyTestResult} = inCore('@jest/test-result');

/**
 * What a page reports of a test file, as jest has it.
 *
 * @param test Jest's own.
 * @param outcome As `runInPage` gives it. What went wrong outside the tests counts as one failed test, since no test does.
 * @param times Milliseconds of the clock at which the file began and ended.
 */
export function testResult(test, {tests, errors}, {start, end}) {
  const outside = tests.length === 0 && errors.length === 0 ? ['the file has no tests'] : errors;
  const results = tests.map(({path, status, duration, messages}) =>
    assertion(path, status !== 'done' ? 'pending' : messages.length === 0 ? 'passed' : 'failed', {
      duration,
      messages,
    }),
  );
  if (outside.length > 0)
    results.push(assertion(['the file as a whole'], 'failed', {duration: 0, messages: outside}));
  const count = (status) => results.filter((result) => result.status === status).length;
  const failures = results.filter(({status}) => status === 'failed');
  return {
    ...createEmptyTestResult(),
    testFilePath: test.path,
    displayName: test.context.config.displayName,
    numPassingTests: count('passed'),
    numFailingTests: count('failed'),
    numPendingTests: count('pending'),
    perfStats: {
      start,
      end,
      runtime: end - start,
      slow: false,
      loadTestEnvironmentStart: start,
      loadTestEnvironmentEnd: start,
      setupFilesStart: start,
      setupFilesEnd: start,
      setupAfterEnvStart: start,
      setupAfterEnvEnd: start,
    },
    testResults: results,
    failureMessage:
      failures.length === 0
        ? null
        : failures
            .map(
              ({fullName, failureMessages}) => `  ● ${fullName}\n\n${indented(failureMessages.join('\n'))}\n`,
            )
            .join('\n'),
  };
}

function assertion(path, status, {duration, messages}) {
  return {
    ancestorTitles: path.slice(0, -1),
    title: path.at(-1),
    fullName: path.join(' '),
    status,
    duration,
    failureMessages: messages,
    failureDetails: [],
    numPassingAsserts: 0,
  };
}

const indented = (text) => text.replace(/^/gm, '    ');
