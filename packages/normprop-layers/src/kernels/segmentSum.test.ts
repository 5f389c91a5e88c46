import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {adam, normPropLSTM} from '../index.js';
import {registerSegmentSum} from './segmentSum.js';

// The tests' set-up imports the backend after the package, as a page may; the first layer that is built does the same.
beforeAll(registerSegmentSum);

/** The sums from the formula, one row after another. */
function reference(x: number[][], ids: number[], segments: number): number[][] {
  const sums = Array.from({length: segments}, () => x[0].map(() => 0));
  x.forEach((row, n) => sums[ids[n]]?.forEach((_, i) => (sums[ids[n]][i] += row[i])));
  return sums;
}

describe('UnsortedSegmentSum', () => {
  test.each([
    [[0, 2, 2, 1, 0], 4],
    [[3, 3, 3, 3, 3], 4],
    [[-1, 7, 0, 4, 1], 4],
    [[0, 0, 0, 0, 0], 1],
  ])('of rows %j in %i segments', async (ids, segments) => {
    const x = ids.map((_, n) => [n + 0.5, -n, 10 * n]);
    const y = tf.unsortedSegmentSum(tf.tensor2d(x), tf.tensor1d(ids, 'int32'), segments);
    expect(y.shape).toEqual([segments, 3]);
    expect(await y.array()).toEqual(reference(x, ids, segments));
  });

  test('of rows of more dimensions, and of single numbers', async () => {
    const ids = tf.tensor1d([1, 0, 1], 'int32');
    const cubes = tf.tensor3d([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], [3, 2, 2]);
    expect(await tf.unsortedSegmentSum(cubes, ids, 2).array()).toEqual([
      [
        [5, 6],
        [7, 8],
      ],
      [
        [10, 12],
        [14, 16],
      ],
    ]);
    expect(await tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4]), ids, 3).array()).toEqual([2, 5, 0]);
  });

  test('is the gradient of gather, on each axis', async () => {
    const x = tf.randomNormal([4, 3], 0, 1, 'float32', 1);
    for (const axis of [0, 1]) {
      const ids = tf.tensor1d([2, 0, 2, 1, 2], 'int32');
      const dy = tf.randomNormal(axis === 0 ? [5, 3] : [4, 5], 0, 1, 'float32', 2);
      const dx = tf.grad((table) => tf.sum(tf.mul(tf.gather(table, ids, axis), dy)))(x);
      const onehot = tf.oneHot(ids, x.shape[axis]!);
      const expected = axis === 0 ? tf.matMul(onehot, dy, true) : tf.matMul(dy, onehot);
      const [difference] = await tf.max(tf.abs(tf.sub(dx, expected))).data();
      expect(difference).toBeLessThan(1e-6); // sums in another order
    }
  });

  test('a NaN stays in its segment', async () => {
    const y = tf.unsortedSegmentSum(tf.tensor1d([NaN, 1]), tf.tensor1d([0, 1], 'int32'), 2);
    expect(await y.array()).toEqual([NaN, 1]);
  });
});

test('an embedding before a layer learns, and leaves no tensor', async () => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.embedding({
        inputDim: 11,
        outputDim: 5,
        inputLength: 6,
        embeddingsInitializer: 'randomNormal',
      }),
      normPropLSTM({units: 8, seed: 1}),
      tfl.layers.dense({units: 2, activation: 'softmax'}),
    ],
  });
  model.compile({optimizer: adam({learningRate: 0.02}), loss: 'sparseCategoricalCrossentropy'});
  const x = tf.tensor2d(
    Array.from({length: 32 * 6}, (_, i) => (i * i + 3 * i) % 11),
    [32, 6],
  );
  const y = tf.tensor1d(
    Array.from({length: 32}, (_, n) => n % 2),
    'float32',
  );
  const table = model.layers[0].getWeights()[0].clone();
  const {history} = await model.fit(x, y, {epochs: 3, batchSize: 8, verbose: 0});
  const losses = history.loss as number[];
  expect(losses.every(Number.isFinite)).toBe(true);
  const moved = tf.max(tf.abs(tf.sub(model.layers[0].getWeights()[0], table)));
  expect((await moved.data())[0]).toBeGreaterThan(1e-3);
  const before = tf.memory().numTensors;
  await model.fit(x, y, {epochs: 2, batchSize: 8, verbose: 0});
  expect(tf.memory().numTensors).toBe(before);
});

test('the stock kernel of a backend that was imported later is replaced when a layer is built', () => {
  const name = 'UnsortedSegmentSum';
  const own = tf.getKernel(name, 'cpu');
  if (own === undefined) return; // this leg has no cpu backend
  const stock = {...own, kernelFunc: () => [] as tf.TensorInfo[]};
  tf.unregisterKernel(name, 'cpu');
  tf.registerKernel(stock);
  normPropLSTM({units: 1}).build([null, 2, 1]);
  expect(tf.getKernel(name, 'cpu').kernelFunc).not.toBe(stock.kernelFunc);
  expect(own.backendName).toBe('cpu');
});
