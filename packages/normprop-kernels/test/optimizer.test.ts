import {adamStep, configureKernels, kernelInfo, projectColumns} from '../src/index.js';
import {nativeAdamStep, nativeColumnNorms} from '../src/native/nativeOptimizer.js';
import {
  referenceAdamStep,
  referenceColumnNorms,
  referenceScaleColumns,
} from '../src/reference/referenceOptimizer.js';
import {builds} from './builds.js';
import {random, randomFloats} from './random.js';

const factors = {beta1: 0.9, beta2: 0.999, step: 0.0123, root: 1 / Math.sqrt(1 - 0.999 ** 3), epsilon: 1e-8};

/** Values over many sizes, with some that are no ordinary numbers. */
function oddFloats(seed: number, n: number): Float32Array {
  const values = randomFloats(random(seed), n).map((v, i) => v * 10 ** ((i % 9) - 4));
  values.set([0, -0, 1e-40, 3e38, Infinity, NaN].slice(0, n), Math.max(0, n - 6));
  return values;
}

describe.each(builds)('%s build', (build) => {
  beforeAll(() => {
    configureKernels({build});
    kernelInfo();
  });
  afterAll(() => void configureKernels({build: 'auto'}));

  test('native code does it where that runs, for 1024 values and more', () => {
    const run = (n: number) => {
      const array = new Float32Array(n);
      return nativeAdamStep({value: array, first: array, second: array}, array, factors);
    };
    expect(run(1024) !== undefined).toBe(build.startsWith('native'));
    expect(run(1023)).toBeUndefined();
    configureKernels({build: 'reference'});
    expect(run(1024)).toBeUndefined();
    configureKernels({build});
    expect(run(1024) !== undefined).toBe(build.startsWith('native'));
  });

  test.each([1, 7, 1024, 1025, 1031, 40_000])('Adam over %i values gives the bits of the reference', (n) => {
    const arrays = {value: oddFloats(1, n), first: oddFloats(2, n), second: oddFloats(3, n).map(Math.abs)};
    const gradient = oddFloats(4, n);
    const before = structuredClone({arrays, gradient});
    expect(adamStep(arrays, gradient, factors)).toEqual(referenceAdamStep(arrays, gradient, factors));
    expect({arrays, gradient}).toEqual(before);
  });

  test.each([
    [1, 3],
    [200, 7],
    [129, 64],
    [64, 513],
  ])('columns of [%i,%i]: norms and projection give the bits of the reference', (rows, columns) => {
    const w = randomFloats(random(rows), rows * columns);
    for (let r = 0; r < rows; r++) {
      w[r * columns] = 0; // stays
      w[r * columns + 1] = r === 0 ? 1 : 0; // is 1 already
    }
    const norms = referenceColumnNorms(w, columns);
    if (build.startsWith('native') && w.length >= 1024) expect(nativeColumnNorms(w, columns)).toEqual(norms);
    const want = w.slice();
    referenceScaleColumns(
      want,
      norms.map((norm) => (norm === 0 ? 0 : Math.abs(norm - 1) < 4e-6 ? 1 : 1 / norm)),
    );
    expect(projectColumns(w, columns)).toBe(w);
    expect(w).toEqual(want);
    expect(projectColumns(w, columns)).toEqual(want); // twice is once
  });

  test('a column that is not finite is not hidden', () => {
    const w = new Float32Array(2048).fill(0.1);
    w[3] = NaN;
    w[5] = Infinity;
    projectColumns(w, 8);
    expect(w[3 + 8]).toBeNaN();
    expect(w[5]).toBeNaN();
    expect(w[0]).toBeCloseTo(1 / 16, 6);
  });
});

test('what does not fit is named', () => {
  const four = new Float32Array(4);
  const arrays = {value: four, first: four, second: four};
  const message = 'adamStep: the lengths differ';
  expect(() => adamStep(arrays, new Float32Array(3), factors)).toThrow(message);
  expect(() => adamStep({...arrays, second: new Float32Array(5)}, four, factors)).toThrow(message);
  for (const columns of [0, 3, 0.5, NaN])
    expect(() => projectColumns(four, columns)).toThrow(
      `columns: expected a divisor of 4 values, got ${columns}`,
    );
});
