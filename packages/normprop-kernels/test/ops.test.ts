import {
  adamStep,
  configureKernels,
  normalizeColumns,
  normalizeColumnsBackward,
  softmaxCrossEntropy,
  type AdamVariable,
} from '../src/index.js';
import {
  referenceAdamStep,
  referenceNormalizeColumns,
  referenceNormalizeColumnsBackward,
  referenceSoftmaxCrossEntropy,
} from '../src/reference/referenceOps.js';
import {expectClose} from './expectClose.js';
import {random, randomFloats} from './random.js';

const tolerance = {rtol: 1e-5, atol: 1e-6};

describe.each(['simd', 'relaxed-simd'] as const)('%s build', (build) => {
  beforeAll(() => void configureKernels({build}));
  afterAll(() => void configureKernels({build: 'auto'}));

  test.each([
    [1, 1],
    [3, 5],
    [130, 7],
    [5, 64],
  ])('columns of [%i,%i] normalised, and both gradients', (rows, columns) => {
    const next = random(rows);
    const w = randomFloats(next, rows * columns);
    const d = randomFloats(next, rows * columns);
    for (let i = 0; i < rows; i++) w[i * columns] = 0; // its norm divides nothing
    for (const gamma of [undefined, randomFloats(next, columns)]) {
      expectClose(
        'normalised',
        normalizeColumns(w, rows, columns, gamma),
        referenceNormalizeColumns(w, rows, columns, gamma),
        tolerance,
      );
      const got = normalizeColumnsBackward(w, rows, columns, gamma, d);
      const want = referenceNormalizeColumnsBackward(w, rows, columns, gamma, d);
      expectClose('dW', got.weights, want.weights, tolerance);
      expectClose('dγ', got.gamma, want.gamma, tolerance);
    }
  });

  test('Adam with and without clipping follows the reference for twenty steps', () => {
    for (const maxNorm of [undefined, 1]) {
      const make = (): AdamVariable[] => {
        const next = random(8);
        return [3, 20000].map((n) => ({
          parameter: randomFloats(next, n),
          gradient: randomFloats(next, n),
          m: new Float32Array(n),
          v: new Float32Array(n),
        }));
      };
      const [got, want] = [make(), make()];
      for (let step = 1; step <= 20; step++) {
        const options = {learningRate: 0.01, step, maxNorm};
        const norm = adamStep(got, options);
        expect(Math.abs(norm / referenceAdamStep(want, options) - 1)).toBeLessThan(1e-12);
      }
      got.forEach((variable, i) => {
        expectClose('parameter', variable.parameter, want[i].parameter, tolerance);
        expectClose('m', variable.m, want[i].m, tolerance);
        expectClose('v', variable.v, want[i].v, tolerance);
      });
    }
  });

  test('the first Adam step moves every parameter by the learning rate', () => {
    const variable = {
      parameter: Float32Array.of(1, 2, 3),
      gradient: Float32Array.of(0.5, -2, 100),
      m: new Float32Array(3),
      v: new Float32Array(3),
    };
    adamStep([variable], {learningRate: 0.25, step: 1});
    expectClose('parameter', variable.parameter, [0.75, 2.25, 2.75], {rtol: 1e-6, atol: 0});
  });

  test.each([
    [1, 1],
    [3, 2],
    [7, 50],
    [3000, 51],
  ])('softmax cross entropy of [%i,%i]', (rows, classes) => {
    const next = random(rows + classes);
    const logits = randomFloats(next, rows * classes, 5);
    const targets = Int32Array.from({length: rows}, () => Math.floor(((next() + 1) / 2) * classes) % classes);
    const got = softmaxCrossEntropy(logits, targets, classes);
    const want = referenceSoftmaxCrossEntropy(logits, targets, classes, true);
    expect(Math.abs(got.loss - want.loss)).toBeLessThan(1e-6 * Math.max(1, want.loss));
    expectClose('gradient', got.gradient, want.gradient!, {rtol: 1e-5, atol: 1e-7 / rows});
    expect(softmaxCrossEntropy(logits, targets, classes, false)).toEqual({loss: got.loss});
  });

  test('softmax of large logits does not overflow, and NaN gives NaN', () => {
    const {loss, gradient} = softmaxCrossEntropy(Float32Array.of(1000, 0, -1000), Int32Array.of(1), 3);
    expect(loss).toBeCloseTo(1000, 3);
    expectClose('gradient', gradient, [1, -1, 0], {rtol: 0, atol: 1e-7});
    expect(softmaxCrossEntropy(Float32Array.of(0, NaN), Int32Array.of(0), 2).loss).toBeNaN();
  });
});

test('wrong arguments are named', () => {
  const w = new Float32Array(6);
  expect(() => normalizeColumns(w, 2, 2)).toThrow('w: expected [2,2] (4 values), got 6 values');
  expect(() => softmaxCrossEntropy(w, Int32Array.of(0, 3), 3)).toThrow(
    'targets: expected 0 to 2, got 3 at 1',
  );
  expect(() =>
    adamStep([{parameter: w, gradient: w, m: w, v: new Float32Array(5)}], {learningRate: 1, step: 1}),
  ).toThrow('variables[0].v: expected [6] (6 values), got 5 values');
  expect(() => adamStep([], {learningRate: 1, step: 0})).toThrow(
    'step: expected a whole number of at least 1, got 0',
  );
});
