import {FakePrograms, fakeProject} from '../../test/support/fakePrograms.js';
import type {FakeProgram} from '../../test/support/fakePrograms.js';
import type {CheckOutcome} from '../check/checkMessages.js';
import {installNodeBackend} from './installNodeBackend.js';
import {MissingPrerequisite} from './missingPrerequisite.js';

const good: CheckOutcome = {check: {difference: {where: 'matMul', amount: 0}, stepMilliseconds: 1}};
const wrong: CheckOutcome = {check: {difference: {where: 'matMul', amount: 0.5}, stepMilliseconds: 1}};
const says = (line: string) => `echo "${line}" >&2; exit 1`;

/** What an installation among such programs ends with. */
async function failure(own: Partial<Record<FakeProgram, string | null>>, outcome = good, npm = false) {
  const fakes = new FakePrograms(own);
  try {
    const project = npm ? fakeProject() : fakeProject('@tensorflow/tfjs-node');
    const quiet = (): void => undefined;
    const steps = {begin: quiet, line: quiet, done: quiet};
    await installNodeBackend({project, steps, check: () => Promise.resolve(outcome)});
    return undefined;
  } catch (error) {
    return error;
  } finally {
    fakes.restore();
  }
}

test.each([
  ['no Python', {python3: null}],
  ['a Python without venv', {python3: says("ModuleNotFoundError: No module named 'ensurepip'")}],
  ['no way to the package index', {'venv-python': says('Failed to establish a new connection')}],
  ['no wheel for this Python', {'venv-python': says('No matching distribution found')}],
  ['no compiler', {'g++': null}],
])('%s is something that this machine lacks', async (_, own) => {
  expect(await failure(own)).toBeInstanceOf(MissingPrerequisite);
});

test.each([
  ['no npm', null],
  ['no way to its registry', says('npm error code ENOTFOUND')],
])('%s is something that this machine lacks', async (_, npm) => {
  expect(await failure({npm}, good, true)).toBeInstanceOf(MissingPrerequisite);
});

test.each([
  ['a compiler that fails', {'g++': says('error: expected a semicolon')}, good],
  ['a pip that fails', {'venv-python': says('Traceback')}, good],
  ['a binding that computes something else than cpu', {}, wrong],
  ['a binding that crashes', {}, {failure: 'ended by SIGSEGV'}],
])('%s is a failure', async (_, own, outcome) => {
  const error = await failure(own, outcome);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(MissingPrerequisite);
});

test('an npm that fails otherwise is a failure', async () => {
  const error = await failure({npm: says('npm error code E403')}, good, true);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toBeInstanceOf(MissingPrerequisite);
});
