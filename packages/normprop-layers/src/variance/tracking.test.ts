import * as tfc from '@tensorflow/tfjs-core';
import {normPropVariances} from 'normprop-core';
import {calibrate, normPropLSTM, normPropLSTMCell} from '../index.js';
import type {NormPropLSTM, NormPropLSTMArgs} from '../index.js';

const [B, T, D, H] = [2, 3, 4, 5];
const make = (args: Partial<NormPropLSTMArgs> = {}) => {
  const layer = normPropLSTM({units: H, seed: 1, tracking: {every: 3}, ...args});
  layer.build([null, null, D]);
  return layer;
};
const x = () => tfc.randomNormal([B, T, D], 0, 1, 'float32', 1);
const values = (layer: NormPropLSTM, key: string) => Array.from(layer.cell.variable(key).read().dataSync());
const train = (layer: NormPropLSTM) => layer.apply(x(), {training: true} as object);
const moveGains = (layer: NormPropLSTM) =>
  tfc.tidy(() => {
    ['gammaX', 'gammaH', 'gammaC', 'bias'].forEach((key, i) => {
      const weight = layer.cell.variable(key);
      weight.write(tfc.add(weight.read(), tfc.randomUniform(weight.shape as number[], 0, 0.5, 'float32', i)));
    });
  });

describe('tracking', () => {
  test('every third training call finds the constants of the gains and biases of that moment', () => {
    const layer = make();
    const first = values(layer, 'cellVariance');
    moveGains(layer);
    train(layer);
    train(layer);
    layer.apply(x());
    layer.apply(x());
    expect(values(layer, 'cellVariance')).toEqual(first);
    train(layer);
    const want = normPropVariances({
      gammaX: values(layer, 'gammaX'),
      gammaH: values(layer, 'gammaH'),
      gammaC: values(layer, 'gammaC'),
      bias: values(layer, 'bias'),
    });
    values(layer, 'cellVariance').forEach((v, i) => expect(v).toBeCloseTo(want.cellVariance[i], 6));
    values(layer, 'hiddenVariance').forEach((v, i) => expect(v).toBeCloseTo(want.hiddenVariance[i], 6));
    expect(new Set(values(layer, 'cellVariance')).size).toBe(H);
  });

  test('with unchanged gains the constants come out as they were', () => {
    for (const args of [{}, {useBias: false, scalarGammaC: true, inputVariance: 0.1}]) {
      const layer = make({tracking: {every: 1}, ...args});
      const before = ['cellVariance', 'hiddenVariance'].map((key) => values(layer, key));
      train(layer);
      expect(['cellVariance', 'hiddenVariance'].map((key) => values(layer, key))).toEqual(before);
    }
  });

  test('a layer with saved weights goes on counting, and nothing is left over', () => {
    const [layer, loaded] = [make(), make()];
    moveGains(layer);
    train(layer);
    train(layer);
    loaded.setWeights(layer.getWeights());
    const {numTensors} = tfc.memory();
    [layer, loaded].forEach((one) => tfc.tidy(() => void train(one)));
    expect(tfc.memory().numTensors).toBe(numTensors);
    expect(values(loaded, 'cellVariance')).toEqual(values(layer, 'cellVariance'));
    expect(new Set(values(loaded, 'cellVariance')).size).toBe(H);
    expect(values(loaded, 'trackedCalls')).toEqual([0]);
    expect(layer.getConfig().tracking).toEqual({every: 3});
    expect(layer.nonTrainableWeights.map((w) => w.originalName)).toEqual([
      'cell_variance',
      'hidden_variance',
      'tracked_calls',
    ]);
  });

  test('the gradient takes the constants as they are', () => {
    const [tracking, fixed] = [make({tracking: {every: 1}}), make({tracking: undefined})];
    moveGains(tracking);
    train(tracking);
    fixed.setWeights(tracking.getWeights().slice(0, -1));
    const [a, b] = [tracking, fixed].map((layer) => {
      const variables = layer.trainableWeights.map((w) => w.read() as tfc.Variable);
      const {grads} = tfc.variableGrads(() => tfc.sum(train(layer) as tfc.Tensor), variables);
      return variables.map((variable) => grads[variable.name].dataSync());
    });
    expect(a).toEqual(b);
  });

  test('calibrate overwrites the constants until they are computed again', async () => {
    const layer = make();
    const before = values(layer, 'hiddenVariance');
    await calibrate(layer, x(), {iterations: 1, tolerance: Infinity});
    expect(values(layer, 'hiddenVariance')).not.toEqual(before);
    [1, 2, 3].forEach(() => train(layer));
    expect(values(layer, 'hiddenVariance')).toEqual(before);
  });

  test.each<[object, string]>([
    [{tracking: {every: 0}}, 'tracking.every: expected a positive integer, got 0'],
    [{tracking: true}, 'tracking: expected {every: number of training calls}, got true'],
    [{tracking: {every: 2, evry: 3}}, "tracking: no option 'evry'; it has differentiate, every"],
    [
      {tracking: {every: 2, differentiate: true}},
      'tracking.differentiate: not supported; the gradient takes the tracked Var[c] and Var[h] as constants',
    ],
    [
      {tracking: {every: 2}, varianceMethod: 'calibrated'},
      "tracking: it computes the constants by a formula, got varianceMethod 'calibrated'; use 'paper' or 'meanField'",
    ],
  ])('throws for %j', (args, message) => expect(() => normPropLSTM({units: 1, ...args})).toThrow(message));

  test('throws in a lone cell', () => {
    expect(() => normPropLSTMCell({units: 1, tracking: {every: 1}} as NormPropLSTMArgs)).toThrow(
      'tracking: a lone cell does not see where a call begins; use normPropLSTM',
    );
  });
});
