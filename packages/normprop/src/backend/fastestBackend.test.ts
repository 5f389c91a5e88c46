import type {BackendName} from 'normprop-doctor';
import {fastestBackend} from './fastestBackend.js';
import type {StepSize} from 'normprop-doctor';

const usual = {timeSteps: 50, batch: 32, inputSize: 64, units: 128};

/** What it chooses where a step takes so many milliseconds on each backend, and the sizes that it measured. */
async function choose(times: Partial<Record<BackendName, number>>, size: StepSize = usual) {
  const backends = Object.keys(times) as BackendName[];
  const [started, sizes]: [BackendName[], StepSize[]] = [[], []];
  const {backend, measured, broken} = await fastestBackend(size, {
    backends,
    start: (name) => Promise.resolve(void started.push(name)),
    measure: (given = usual) => {
      sizes.push(given);
      return Promise.resolve(times[started[started.length - 1]]!);
    },
  });
  expect(measured).toEqual(Object.entries(times));
  expect(broken).toEqual([]);
  return {backend, sizes};
}

test('takes the fastest', async () => {
  expect((await choose({wasm: 10, tensorflow: 4, cpu: 20})).backend).toBe('tensorflow');
  expect((await choose({wasm: 10, tensorflow: 12, cpu: 20})).backend).toBe('wasm');
});

test('stays with the one before where the other is faster by no more than noise', async () => {
  expect((await choose({wasm: 10, tensorflow: 9.5, cpu: 9.3})).backend).toBe('wasm');
});

test('measures as many steps as tell, not all of a long sequence', async () => {
  const {sizes} = await choose({wasm: 1, cpu: 2}, {...usual, timeSteps: 1000});
  expect(sizes.map(({timeSteps}) => timeSteps)).toEqual([10, 10]);
  const large = await choose({wasm: 1, cpu: 2}, {...usual, timeSteps: 1000, units: 1000});
  expect(large.sizes[0].timeSteps).toBe(4);
  const short = await choose({wasm: 1, cpu: 2}, {...usual, timeSteps: 2});
  expect(short.sizes[0].timeSteps).toBe(2);
});

test('continues without a backend that does not start or breaks, and says why', async () => {
  const {backend, measured, broken} = await fastestBackend(usual, {
    backends: ['wasm', 'tensorflow', 'cpu'],
    start: (name) => (name === 'tensorflow' ? Promise.reject(new Error('does not load')) : Promise.resolve()),
    measure: () => Promise.resolve(3),
  });
  expect(backend).toBe('wasm');
  expect(measured.map(([name]) => name)).toEqual(['wasm', 'cpu']);
  expect(broken).toEqual([['tensorflow', 'does not load']]);
  const none = fastestBackend(usual, {
    backends: ['wasm', 'cpu'],
    start: () => Promise.resolve(),
    measure: () => Promise.reject(new Error('no SIMD')),
  });
  await expect(none).rejects.toThrow('no backend works here: wasm: no SIMD; cpu: no SIMD');
});
