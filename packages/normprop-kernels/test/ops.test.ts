import {
  configureKernels,
  normalizeColumns,
  normalizeColumnsBackward,
  softmaxCrossEntropy,
} from '../src/index.js';
import {
  referenceNormalizeColumns,
  referenceNormalizeColumnsBackward,
  referenceSoftmaxCrossEntropy,
} from '../src/reference/referenceOps.js';
import {builds} from './builds.js';
import {expectClose} from './expectClose.js';
import {random, randomFloats} from './random.js';

const tolerance = {rtol: 1e-5, atol: 1e-6};

describe.each(builds)('%s build', (build) => {
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

  test('columns of any size get norm 1 and their gradient', () => {
    for (const size of [1e19, 3e37, 1e-23, 1e-30, 1e-37]) {
      const w = Float32Array.of(3 * size, 5, 4 * size, 12);
      expectClose('normalised', normalizeColumns(w, 2, 2), [0.6, 5 / 13, 0.8, 12 / 13], {
        rtol: 1e-6,
        atol: 0,
      });
      const {weights, gamma} = normalizeColumnsBackward(w, 2, 2, undefined, Float32Array.of(1, 1, 0, 0));
      expectClose('dγ', gamma, [0.6, 5 / 13], {rtol: 1e-6, atol: 0});
      expectClose('dW', [weights[0] * size, weights[2] * size], [0.64 / 5, -0.48 / 5], {rtol: 1e-5, atol: 0});
    }
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
});
