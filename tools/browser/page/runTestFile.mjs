import {
  addEventHandler,
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  it,
  run,
  test,
} from 'jest-circus';
import {expect} from 'expect';
import {ModuleMocker} from 'jest-mock';

const mocker = new ModuleMocker(globalThis);
const jest = {fn: mocker.fn.bind(mocker), spyOn: mocker.spyOn.bind(mocker)};
Object.assign(globalThis, {afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest, test});

const errors = [];
const keep = (error) => errors.push(String(error?.stack ?? error));
globalThis.addEventListener('error', ({error, message}) => keep(error ?? message));
globalThis.addEventListener('unhandledrejection', ({reason}) => keep(reason));

/**
 * Starts the backend, loads one test file and runs it with jest-circus.
 *
 * @param settings The address's: `backend`, `threads`, `timeout` in ms, `test`, the address of the bundled file.
 * @param report Gets `{kind: 'test', name}` as each begins and `{kind: 'end', environment, errors, tests}`.
 */
export async function runTestFile(settings, report) {
  let environment = {};
  let tests = [];
  try {
    const {startBackend} = await import(new URL('/bundle/tests/backend.js', location.origin));
    const backend = await startBackend(settings);
    await import(new URL(settings.get('test'), location.origin));
    globalThis[Symbol.for('TEST_TIMEOUT_SYMBOL')] = Number(settings.get('timeout'));
    addEventHandler((event) => {
      if (event.name === 'test_start') report({kind: 'test', name: event.test.name});
    });
    const {testResults, unhandledErrors} = await run();
    tests = testResults.map(({testPath, status, duration, errors: messages}) => ({
      path: testPath.slice(1), // without circus's root
      status,
      duration,
      messages,
    }));
    errors.push(...unhandledErrors);
    environment = await backend.finish();
  } catch (error) {
    keep(error);
  }
  report({kind: 'end', environment, errors, tests});
}
