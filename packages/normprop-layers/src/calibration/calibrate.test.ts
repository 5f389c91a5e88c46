import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {calibrate, gateBias, lstm, normPropLSTM, normPropLSTMCell} from '../index.js';
import type {NormPropLSTM, NormPropLSTMArgs} from '../index.js';

const [B, T, D, H] = [16, 20, 8, 24];
// h does not go chaotic at these, so a small tolerance can be asked of little data.
const calm = {gammaX: 2, gammaH: 0.5};
const tolerance = 0.01;
const data = (seed = 1, scale = 1) => tfc.randomNormal([B, T, D], 0, scale, 'float32', seed);
const make = (args: Partial<NormPropLSTMArgs> = {}) =>
  normPropLSTM({units: H, seed: 1, returnSequences: true, varianceMethod: 'calibrated', ...args});
const built = (args: Partial<NormPropLSTMArgs> = {}) => {
  const layer = make(args);
  layer.build([null, null, D]);
  return layer;
};
const values = async (layer: NormPropLSTM, key: string) =>
  Array.from(await layer.cell.variable(key).read().data());
const secondMoment = async (h: Tensor) => (await tfc.mean(tfc.square(h)).data())[0];

describe('calibrate', () => {
  test('E[h²] is 1 over the data, and E[c²] is Var[c]; small gains, where the formulas are far off', async () => {
    const layer = make({gammaX: 0.5, gammaH: 0.5, gammaC: 0.5});
    const x = data();
    const before = await secondMoment(layer.apply(x) as Tensor);
    expect(Math.abs(before - 1)).toBeGreaterThan(0.3);
    const {numTensors} = tfc.memory();
    const {iterations, deviation} = await calibrate(layer, x, {batchSize: 5, tolerance});
    expect(tfc.memory().numTensors).toBe(numTensors);
    expect(deviation).toBeLessThan(0.01);
    expect(iterations).toBeGreaterThan(1);
    expect(Math.abs((await secondMoment(layer.apply(x) as Tensor)) - 1)).toBeLessThan(0.01);
    expect(new Set(await values(layer, 'cellVariance')).size).toBe(1);

    // c of the last step is what a layer with returnState gives; over all steps: the layer run up to each of them.
    const cells = Array.from({length: T}, (_, t) => {
      const upTo = make({gammaX: 0.5, gammaH: 0.5, gammaC: 0.5, returnState: true, returnSequences: false});
      upTo.build([null, null, D]);
      upTo.setWeights(layer.getWeights());
      return (upTo.apply(tfc.slice(x, [0, 0, 0], [B, t + 1, D])) as Tensor[])[2];
    });
    expect(
      Math.abs((await secondMoment(tfc.stack(cells))) / (await values(layer, 'cellVariance'))[0] - 1),
    ).toBeLessThan(0.01);
  });

  test('perUnit: every unit by itself, with biases of its own', async () => {
    const layer = built({...calm, biasInitializer: gateBias({forgetBias: 1, otherGates: 'randomNormal'})});
    const x = data(2);
    await calibrate(layer, x, {perUnit: true, tolerance});
    const perUnit = await tfc.mean(tfc.square(layer.apply(x) as Tensor), [0, 1]).data();
    perUnit.forEach((v) => expect(Math.abs(v - 1)).toBeLessThan(0.01));
    expect(new Set(await values(layer, 'hiddenVariance')).size).toBe(H);
  });

  test('all layers of a model together: stacked, in both directions, as cells, with a mask and backwards', async () => {
    const cell = normPropLSTMCell({units: H, seed: 5, ...calm});
    const inner = make({...calm, seed: 2, goBackwards: true});
    const both = tfl.layers.bidirectional({layer: make({...calm, seed: 3}) as tfl.RNN, mergeMode: 'concat'});
    const model = tfl.sequential({
      layers: [
        tfl.layers.masking({maskValue: 0, inputShape: [T, D]}),
        make({...calm, seed: 1}),
        inner,
        both,
        tfl.layers.rnn({cell, returnSequences: true}),
      ],
    });
    // The last five steps of half of the sequences are padding.
    const x = tfc.mul(
      data(3),
      tfc.tensor3d(
        Array.from({length: B}, (_, b) => Array.from({length: T}, (_, t) => [b < 8 && t >= 15 ? 0 : 1])),
      ),
    );
    await calibrate(model, x, {tolerance});
    const real = tfc.tensor2d(
      Array.from({length: B}, (_, b) => Array.from({length: T}, (_, t) => (b < 8 && t >= 15 ? 0 : 1))),
    );
    const first = model.layers[1].call(x, {mask: tfc.cast(real, 'bool')}) as Tensor;
    const over = tfc.div(
      tfc.sum(tfc.mul(tfc.square(first), tfc.expandDims(real, 2))),
      tfc.mul(tfc.sum(real), H),
    );
    expect(Math.abs((await over.data())[0] - 1)).toBeLessThan(0.01);
    const {forwardLayer, backwardLayer} = both as unknown as Record<string, NormPropLSTM>;
    const constants = await Promise.all(
      [inner, forwardLayer, backwardLayer].map(async (layer) => (await values(layer, 'hiddenVariance'))[0]),
    );
    constants.push((await cell.variable('hiddenVariance').read().data())[0]);
    expect(new Set(constants).size).toBe(4);
    // A lone cell sees padding as real steps, which tfjs's loop then throws away: an eighth of the steps.
    expect(Math.abs((await secondMoment(model.predict(x) as Tensor)) - 1)).toBeLessThan(0.03);
  });

  test('the constants are frozen afterwards, are saved, and calls go back to the fused sequence', async () => {
    const layer = built();
    await calibrate(layer, [data(4), data(5)]);
    const after = await values(layer, 'cellVariance');
    layer.apply(data(6), {training: true} as object);
    expect(await values(layer, 'cellVariance')).toEqual(after);
    expect(layer.cell.probe).toBeNull();
    const copy = built();
    copy.setWeights(layer.getWeights());
    expect(await (copy.apply(data(6)) as Tensor).data()).toEqual(
      await (layer.apply(data(6)) as Tensor).data(),
    );
  });

  test('one undamped pass is data-dependent initialisation', async () => {
    const layer = built();
    const x = data(7);
    const before = await secondMoment(layer.apply(x) as Tensor);
    const start = (await values(layer, 'hiddenVariance'))[0];
    const {iterations} = await calibrate(layer, x, {iterations: 1, damping: 1, tolerance: Infinity});
    expect(iterations).toBe(1);
    expect((await values(layer, 'hiddenVariance'))[0]).toBeCloseTo(start * before, 5);
  });

  test('errors: nothing to calibrate, no data, data that run once, no convergence; the constants then are as before', async () => {
    const plain = lstm({units: 2});
    plain.build([null, null, D]);
    await expect(calibrate(plain, data())).rejects.toThrow(
      'expected a normPropLSTM layer in it that is built (by apply, build() or a model), found none',
    );
    const layer = built({gammaX: 0.5, gammaH: 0.5, gammaC: 0.5});
    const before = await values(layer, 'cellVariance');
    await expect(calibrate(layer, [])).rejects.toThrow('data: expected at least one batch, got none');
    const once = (function* () {
      yield data();
    })();
    await expect(calibrate(layer, once)).rejects.toThrow(
      'expected the same 1 batches in each iteration, got 0',
    );
    await expect(calibrate(layer, data(), {iterations: 2})).rejects.toThrow(
      /after 2 iterations E\[h²\] or E\[c²\] is still/,
    );
    expect(await values(layer, 'cellVariance')).toEqual(before);
    await expect(calibrate(layer, data(), {damping: 2})).rejects.toThrow(
      'damping: expected a number above 0',
    );
    await expect(calibrate(layer, data(), {perunit: true} as never)).rejects.toThrow(
      "calibrate: no option 'perunit'; did you mean 'perUnit'? it has batchSize, damping, iterations, perUnit, tolerance",
    );
    await expect(calibrate(layer, data(), {iterations: 0})).rejects.toThrow(
      'iterations: expected a positive integer',
    );
    await expect(calibrate(layer, data(), {tolerance: -1})).rejects.toThrow(
      'tolerance: expected a finite number',
    );
    await expect(calibrate(layer, tfc.zeros([1, 2, D]))).rejects.toThrow(
      'expected a positive, finite measurement',
    );
  });
});
