import {Heap} from '../src/engine/heap.js';
import {configureKernels, kernelInfo, lstmBackward, lstmForward} from '../src/index.js';
import {expectNothingKept, rememberUse} from './nothingKept.js';
import {random} from './random.js';
import {plainShape, randomCase} from './randomCase.js';

const memory = () => new WebAssembly.Memory({initial: 1, maximum: 65536});

test('blocks are aligned, do not overlap, and all of it joins again', () => {
  const heap = new Heap(memory());
  const next = random(1);
  const live: [number, number][] = [];
  for (let i = 0; i < 2000; i++) {
    if (live.length > 20 || (live.length > 0 && next() < 0)) {
      const [[start]] = live.splice(Math.floor(((next() + 1) / 2) * live.length), 1);
      heap.free(start);
    } else {
      const size = 1 + Math.floor((next() + 1) * 5000);
      const start = heap.allocate(size);
      expect(start % 64).toBe(0);
      expect(start).toBeGreaterThanOrEqual(65536);
      for (const [other, length] of live) expect(start >= other + length || other >= start + size).toBe(true);
      live.push([start, size]);
    }
  }
  for (const [start] of live) heap.free(start);
  expect(heap.used).toBe(0);
  const whole = heap.memory.buffer.byteLength - 65536 - 64;
  heap.allocate(whole);
  expect(heap.memory.buffer.byteLength - 65536 - 64).toBe(whole);
});

test('more than 4 GiB is refused by name, and a wrong address too', () => {
  const heap = new Heap(memory());
  expect(() => heap.allocate(2 ** 32)).toThrow('do not fit the 4 GiB of a WebAssembly memory');
  expect(() => heap.free(3)).toThrow('free: no block starts at 3');
  expect(heap.used).toBe(0);
});

describe('training', () => {
  const {args, gradients} = randomCase({
    ...plainShape,
    timeSteps: 20,
    batch: 32,
    inputSize: 8,
    units: 32,
    betas: false,
    seeds: 'outputs',
    seed: 2,
  });
  beforeEach(() => void configureKernels({build: 'auto'}));

  test('takes no more memory after the first steps, and none stays in use', () => {
    rememberUse();
    // two: native code may give back in the first what other test files left in this process
    for (let i = 0; i < 2; i++) lstmBackward(lstmForward(args).reserve!, gradients);
    const {memoryBytes} = kernelInfo();
    for (let i = 0; i < 20; i++) lstmBackward(lstmForward(args).reserve!, gradients);
    expect(kernelInfo().memoryBytes).toBe(memoryBytes);
    expectNothingKept();
  });

  test('gives everything back when a call fails', () => {
    rememberUse();
    const bad = {
      ...args,
      kernel: args.kernel,
      get bias(): Float32Array {
        throw new Error('no bias today');
      },
    };
    expect(() => lstmForward(bad)).toThrow('no bias today');
    expectNothingKept();
  });

  test('two reserves at once do not disturb each other', () => {
    const alone = lstmBackward(lstmForward(args).reserve!, gradients);
    const first = lstmForward(args).reserve!;
    const second = lstmForward({...args, x: args.x.map((v) => -v)}).reserve!;
    lstmBackward(second, gradients);
    expect(lstmBackward(first, gradients)).toEqual(alone);
  });
});
