import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {batchDataNormalization, lstm, reestimateStatistics} from '../index.js';
import type {BatchDataNormalizationArgs} from '../index.js';

const near = async (tensor: tfc.Tensor, want: number[], tolerance = 1e-5) =>
  Array.from(await tensor.data()).forEach((value, i) =>
    expect(Math.abs(value - want[i])).toBeLessThan(tolerance),
  );

/** Per-feature means and variances of the last axis. */
const momentsOf = async (x: tfc.Tensor) => {
  const {mean, variance} = tfc.moments(tfc.reshape(x, [-1, x.shape[x.rank - 1]]), 0);
  return [Array.from(await mean.data()), Array.from(await variance.data())];
};

describe('batchDataNormalization', () => {
  test.each([
    ['2-D', [40, 3]],
    ['3-D', [8, 5, 3]],
  ])('training standardises each feature of the batch: %s', async (_, shape) => {
    const layer = batchDataNormalization();
    const x = tfc.add(tfc.mul(tfc.randomNormal(shape, 0, 1, 'float32', 1), [1, 10, 0.1]), [5, -3, 0]);
    const y = layer.apply(x, {training: true}) as tfc.Tensor;
    const [means, variances] = await momentsOf(y);
    means.forEach((mean) => expect(Math.abs(mean)).toBeLessThan(1e-5));
    // 1e-5 beside a variance of 0.01 takes 0.1 %
    variances.forEach((variance) => expect(Math.abs(variance - 1)).toBeLessThan(2e-3));
  });

  test('inference uses the averages of the batches seen, whatever the batch', async () => {
    const layer = batchDataNormalization({momentum: 0.5});
    const batch = (a: number, b: number) => tfc.tensor2d([a, b], [2, 1]);
    layer.apply(batch(0, 2), {training: true}); // mean 1, variance 1
    await near(layer.getWeights()[0], [1]);
    layer.apply(batch(1, 5), {training: true}); // mean 3, variance 4; two batches count equally
    await near(layer.getWeights()[0], [2]);
    await near(layer.getWeights()[1], [2.5]);
    layer.apply(batch(6, 6), {training: true}); // mean 6, variance 0; from now on momentum 0.5
    await near(layer.getWeights()[0], [4]);
    await near(layer.getWeights()[1], [1.25]);
    expect(Array.from(await layer.getWeights()[2].data())).toEqual([3]);
    const y = layer.apply(tfc.tensor2d([4, 4 + Math.sqrt(1.25001)], [2, 1])) as tfc.Tensor;
    await near(y, [0, 1]);
    // Inference does not learn.
    await near(layer.getWeights()[0], [4]);
  });

  test('padding does not count', async () => {
    const layer = batchDataNormalization();
    const x = tfc.tensor3d([1, 3, 0, 0, 5, 0], [2, 3, 1]);
    const mask = tfc.tensor2d([1, 1, 0, 0, 1, 0], [2, 3]);
    const y = layer.call(buildOn(layer, x), {training: true, mask: tfc.cast(mask, 'bool')});
    const scale = Math.sqrt(8 / 3 + 1e-5);
    const want = [1, 3, 0, 0, 5, 0].map((v) => (v - 3) / scale);
    await near(y, want);
  });

  test('passes a mask on, and works in a model in front of a recurrent layer', async () => {
    // On webgpu tfjs 4.22's own layer builds an invalid shader for a mask.
    const recurrent =
      tfc.getBackend() === 'webgpu'
        ? lstm({units: 3, seed: 1})
        : tfl.layers.simpleRNN({units: 3, recurrentInitializer: 'glorotNormal'});
    const model = tfl.sequential({
      layers: [tfl.layers.masking({maskValue: 0, inputShape: [4, 2]}), batchDataNormalization(), recurrent],
    });
    const long = tfc.randomNormal([2, 4, 2], 0, 1, 'float32', 3);
    const first = tfc.slice(long, [0, 0, 0], [2, 2, 2]);
    const padded = tfc.concat([first, tfc.zeros([2, 2, 2])], 1);
    // What stands behind the mask does not matter: two zero steps more change nothing.
    const short = tfc.concat([first, tfc.zeros([2, 1, 2])], 1);
    const other = tfl.sequential({
      layers: [tfl.layers.masking({maskValue: 0, inputShape: [3, 2]}), ...model.layers.slice(1)],
    });
    await near(
      model.predict(padded) as tfc.Tensor,
      Array.from(await (other.predict(short) as tfc.Tensor).data()),
      1e-6,
    );
  });

  test('gradient reaches the inputs through the batch statistics', async () => {
    const layer = batchDataNormalization();
    const x = tfc.tensor2d([1, 2, 4, 9], [4, 1]);
    layer.apply(x, {training: true});
    const weights = tfc.tensor2d([1, -2, 0.5, 3], [4, 1]);
    const loss = (v: tfc.Tensor) => tfc.sum(tfc.mul(layer.call(v, {training: true}), weights)) as tfc.Scalar;
    const gradient = await tfc.grad(loss)(x).data();
    const values = await x.data();
    for (let i = 0; i < values.length; i++) {
      const moved = async (delta: number) => {
        const copy = Float32Array.from(values);
        copy[i] += delta;
        return (await loss(tfc.tensor2d(copy, [4, 1])).data())[0];
      };
      // central difference in float32: error about 1e-7/0.02 + 0.01²
      expect(Math.abs(((await moved(0.01)) - (await moved(-0.01))) / 0.02 - gradient[i])).toBeLessThan(5e-4);
    }
  });

  test('reestimateStatistics averages all batches equally', async () => {
    const model = tfl.sequential({layers: [batchDataNormalization({inputShape: [1], momentum: 0})]});
    model.predict(tfc.ones([2, 1]));
    await reestimateStatistics(model, tfc.tensor2d([0, 2, 2, 6, 7, 7], [6, 1]), {batchSize: 2});
    await near(model.getWeights()[0], [4]); // means 1, 4, 7
    await near(model.getWeights()[1], [5 / 3]); // variances 1, 4, 0
    const items = [tfc.tensor2d([0, 2], [2, 1]), {xs: tfc.tensor2d([2, 6], [2, 1]), ys: null}];
    await reestimateStatistics(model, items);
    await near(model.getWeights()[0], [2.5]);
    await expect(reestimateStatistics(model, [])).rejects.toThrow(
      'data: expected at least one batch, got none',
    );
    const plain = tfl.sequential({layers: [tfl.layers.dense({units: 1, inputShape: [1]})]});
    await expect(reestimateStatistics(plain, [])).rejects.toThrow('model: expected a batchNormLSTM');
  });

  test('no tensor is left over after a training call', () => {
    const layer = batchDataNormalization();
    const x = tfc.ones([3, 2]);
    tfc.dispose(layer.apply(x, {training: true}) as tfc.Tensor);
    const {numTensors} = tfc.memory();
    tfc.dispose(layer.apply(x, {training: true}) as tfc.Tensor);
    expect(tfc.memory().numTensors).toBe(numTensors);
  });

  test('its weights and config', () => {
    const layer = batchDataNormalization({name: 'standard'});
    layer.apply(tfc.ones([3, 2]));
    expect(layer.weights.map(({originalName, shape}) => [originalName, shape])).toEqual([
      ['standard/population_mean', [2]],
      ['standard/population_variance', [2]],
      ['standard/population_updates', [1]],
    ]);
    expect(layer.trainableWeights).toEqual([]);
    expect(layer.getConfig()).toEqual({name: 'standard', trainable: true, momentum: 0.99, epsilon: 1e-5});
  });

  test('errors', () => {
    const bad = (args: object) => () => batchDataNormalization(args as BatchDataNormalizationArgs);
    expect(bad({momentum: 1})).toThrow('momentum: expected a number in [0,1), got 1');
    expect(bad({epsilon: 0})).toThrow('epsilon: expected a finite number greater than 0, got 0');
    expect(bad({gamma: 1})).toThrow("BatchDataNormalization: no option 'gamma'; it has batchInputShape");
    expect(() => batchDataNormalization({name: 'n'}).apply(tfc.ones([2, 2, 2, 2]))).toThrow(
      'n: expected input [B,D] or [B,T,D] with D known, got [2,2,2,2]',
    );
  });
});

function buildOn(layer: tfl.layers.Layer, x: tfc.Tensor): tfc.Tensor {
  layer.build(x.shape);
  return x;
}
