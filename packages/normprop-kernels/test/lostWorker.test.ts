import type {KernelExports} from '../src/module/kernelExports.js';
import type {WorkerData} from '../src/threads/startWorker.js';
import {ThreadPool} from '../src/threads/threadPool.js';
import {HEADER, READY, SLOT} from '../src/threads/workerSource.js';

const mockLost: (() => void)[] = [];

// a worker that came up and then died without a word
jest.mock('../src/threads/startWorker', () => ({
  startWorker: ({control, index}: WorkerData, lost: () => void) => {
    Atomics.store(control, HEADER + index * SLOT + READY, 1);
    mockLost.push(lost);
    return {stop: () => {}};
  },
}));

const exports = {lstmForward: () => {}} as unknown as KernelExports;
const pool = () => new ThreadPool({} as WebAssembly.Module, {} as WebAssembly.Memory, exports, 1, 50);

test('a worker that does not answer is an error after a while, not a hang', () => {
  expect(() => pool().run('lstmForward', [[], []])).toThrow(
    'threads: 1 of 1 workers did not answer; call configureKernels({threads}) to start again',
  );
});

test('a worker that is known to have ended is an error at once', () => {
  const one = pool();
  mockLost.at(-1)!();
  expect(() => one.run('lstmForward', [[], []])).toThrow('threads: worker 1 ended');
});
