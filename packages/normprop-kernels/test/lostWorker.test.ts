import type {KernelExports} from '../src/module/kernelExports.js';
import type {WorkerData} from '../src/threads/startWorker.js';
import {ThreadPool} from '../src/threads/threadPool.js';
import {Engine} from '../src/engine/engine.js';
import {loadModule} from '../src/module/loadModule.js';
import {measuredThreads} from '../src/threads/measuredThreads.js';
import {HEADER, READY, SLOT} from '../src/threads/workerSource.js';

const mockLost: (() => void)[] = [];
const mockRefusal: {error?: Error} = {};

// a worker that came up and then died without a word
jest.mock('../src/threads/startWorker', () => ({
  startWorker: ({control, index}: WorkerData, lost: () => void) => {
    if (mockRefusal.error) throw mockRefusal.error;
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

describe('threads that nobody asked for', () => {
  const large = {kind: 'forward', multiplyAdds: 1e9};
  const measured = () => new Engine(loadModule('simd', true)!, measuredThreads(2));

  test('are shared with where there are some', () => {
    expect(measured().partsFor(large)).toBe(2);
  });

  test('one does it all where workers may not be started', () => {
    mockRefusal.error = new Error('this process may not start workers');
    try {
      const engine = measured();
      for (let i = 0; i < 5; i++) expect(engine.partsFor(large)).toBe(1);
      expect(engine.threads).toBe(1);
    } finally {
      delete mockRefusal.error;
    }
  });

  test('one does it all once a worker was lost between two calls', () => {
    const engine = measured();
    expect(engine.partsFor(large)).toBe(2);
    mockLost.at(-1)!();
    for (let i = 0; i < 5; i++) expect(engine.partsFor(large)).toBe(1);
  });
});
