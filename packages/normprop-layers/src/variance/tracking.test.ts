import * as tfc from '@tensorflow/tfjs-core';
import {normPropVariances} from 'normprop-core';
import {calibrate, normPropLSTM, normPropLSTMCell} from '../index.js';
import type {NormPropLSTM, NormPropLSTMArgs} from '../index.js';

const [B, T, D, H] = [2, 3, 4, 5];
const make = (args: Partial<NormPropLSTMArgs> = {}) => {
  const layer = normPropLSTM({units: H, seed: 1, varianceMethod: 'paper', tracking: {every: 3}, ...args});
  layer.build([null, null, D]);
  return layer;
};
const x = () => tfc.randomNormal([B, T, D], 0, 1, 'float32', 1);
const values = async (layer: NormPropLSTM, key: string) =>
  Array.from(await layer.cell.variable(key).read().data());
const train = (layer: NormPropLSTM) => layer.apply(x(), {training: true} as object);
const moveGains = (layer: NormPropLSTM) =>
  tfc.tidy(() => {
    ['gammaX', 'gammaH', 'gammaC', 'bias'].forEach((key, i) => {
      const weight = layer.cell.variable(key);
      weight.write(tfc.add(weight.read(), tfc.randomUniform(weight.shape as number[], 0, 0.5, 'float32', i)));
    });
  });

describe('tracking', () => {
  test('every third training call finds the constants of the gains and biases of that moment', async () => {
    const layer = make();
    const first = await values(layer, 'cellVariance');
    moveGains(layer);
    train(layer);
    train(layer);
    layer.apply(x());
    layer.apply(x());
    expect(await values(layer, 'cellVariance')).toEqual(first);
    train(layer);
    const want = normPropVariances({
      gammaX: await values(layer, 'gammaX'),
      gammaH: await values(layer, 'gammaH'),
      gammaC: await values(layer, 'gammaC'),
      bias: await values(layer, 'bias'),
      varianceMethod: 'paper',
    });
    (await values(layer, 'cellVariance')).forEach((v, i) => expect(v).toBeCloseTo(want.cellVariance[i], 6));
    (await values(layer, 'hiddenVariance')).forEach((v, i) =>
      expect(v).toBeCloseTo(want.hiddenVariance[i], 6),
    );
    expect(new Set(await values(layer, 'cellVariance')).size).toBe(H);
  });

  test('with unchanged gains the constants come out as they were', async () => {
    for (const args of [{}, {useBias: false, scalarGammaC: true, inputVariance: 0.1}]) {
      const layer = make({tracking: {every: 1}, ...args});
      const before = await Promise.all(
        ['cellVariance', 'hiddenVariance'].map(async (key) => await values(layer, key)),
      );
      train(layer);
      expect(
        await Promise.all(['cellVariance', 'hiddenVariance'].map(async (key) => await values(layer, key))),
      ).toEqual(before);
    }
  });

  test('a layer with saved weights goes on counting, and nothing is left over', async () => {
    const [layer, loaded] = [make(), make()];
    moveGains(layer);
    train(layer);
    train(layer);
    loaded.setWeights(layer.getWeights());
    const {numTensors} = tfc.memory();
    [layer, loaded].forEach((one) => tfc.tidy(() => void train(one)));
    expect(tfc.memory().numTensors).toBe(numTensors);
    expect(await values(loaded, 'cellVariance')).toEqual(await values(layer, 'cellVariance'));
    expect(new Set(await values(loaded, 'cellVariance')).size).toBe(H);
    expect(await values(loaded, 'trackedCalls')).toEqual([0]);
    expect(layer.getConfig().tracking).toEqual({every: 3});
    expect(layer.nonTrainableWeights.map((w) => w.originalName)).toEqual([
      'cell_variance',
      'hidden_variance',
      'tracked_calls',
    ]);
  });

  test('the gradient takes the constants as they are', async () => {
    const [tracking, fixed] = [make({tracking: {every: 1}}), make({tracking: undefined})];
    moveGains(tracking);
    train(tracking);
    fixed.setWeights(tracking.getWeights().slice(0, -1));
    const [a, b] = await Promise.all(
      [tracking, fixed].map(async (layer) => {
        const variables = layer.trainableWeights.map((w) => w.read() as tfc.Variable);
        const {grads} = tfc.variableGrads(() => tfc.sum(train(layer) as tfc.Tensor), variables);
        return await Promise.all(variables.map(async (variable) => await grads[variable.name].data()));
      }),
    );
    expect(a).toEqual(b);
  });

  describe('differentiate', () => {
    const differentiating = (args: Partial<NormPropLSTMArgs> = {}) => {
      const layer = make({tracking: {every: 1, differentiate: true}, inputVariance: 0.7, ...args});
      moveGains(layer);
      return layer;
    };
    const loss = (layer: NormPropLSTM) =>
      tfc.tidy(() => tfc.sum(tfc.mul(train(layer) as tfc.Tensor, tfc.range(1, H + 1))) as tfc.Scalar);
    const slopes = async (layer: NormPropLSTM) => {
      const variables = layer.trainableWeights.map((w) => w.read() as tfc.Variable);
      const {grads} = tfc.variableGrads(() => loss(layer), variables);
      return Object.fromEntries(
        await Promise.all(
          layer.trainableWeights.map(async (w, k) => {
            const slope = await grads[variables[k].name].data();
            return [w.originalName, slope] as const;
          }),
        ),
      );
    };

    test.each([{}, {scalarGammaC: true}])(
      'the gradient is that of a layer whose constants follow its gains and biases (%j)',
      async (args) => {
        const layer = differentiating(args);
        const got = await slopes(layer);
        for (const key of ['gammaX', 'gammaH', 'gammaC', 'bias']) {
          const weight = layer.cell.variable(key);
          const before = (await weight.read().data()).slice();
          const saved = {gammaX: 'gamma_x', gammaH: 'gamma_h', gammaC: 'gamma_c', bias: 'bias'}[key]!;
          for (let k = 0; k < before.length; k += 3) {
            // Every call computes the constants of the moved gain.
            const at = async (by: number) => {
              const moved = before.slice();
              moved[k] += by;
              tfc.tidy(() => void weight.write(tfc.tensor1d(moved)));
              return (await loss(layer).data())[0];
            };
            const want = ((await at(0.01)) - (await at(-0.01))) / 0.02;
            // The loss is about 10 in float32 (1e-6 of it over 0.02) and bends (0.01² of its third slope).
            expect(Math.abs(got[saved][k] - want)).toBeLessThan(2e-3 * (1 + Math.abs(want)));
          }
          tfc.tidy(() => void weight.write(tfc.tensor1d(before)));
        }
      },
    );

    test('it is another gradient than with the constants as they are, for all gains and the bias', async () => {
      const [through, fixed] = await Promise.all(
        [differentiating(), differentiating({tracking: {every: 1}})].map(slopes),
      );
      for (const name of ['gamma_x', 'gamma_h', 'gamma_c', 'bias']) {
        const difference = through[name].map((value, k) => Math.abs(value - fixed[name][k]));
        expect(Math.max(...difference)).toBeGreaterThan(0.05);
      }
      // The weights are normalised, so nothing that moves them moves the constants.
      through.kernel.forEach((value, k) => expect(value).toBeCloseTo(fixed.kernel[k], 5));
    });

    test('the constants are saved as without it, between two computations they stay, and nothing is left over', async () => {
      const [through, plain] = [
        differentiating({tracking: {every: 2, differentiate: true}}),
        differentiating({tracking: {every: 2}}),
      ];
      const {numTensors} = tfc.memory();
      for (let call = 0; call < 3; call++) {
        [through, plain].forEach((layer) => tfc.tidy(() => void train(layer)));
        if (call === 1) [through, plain].forEach(moveGains);
        for (const key of ['cellVariance', 'hiddenVariance'])
          expect(await values(through, key)).toEqual(await values(plain, key));
      }
      expect(tfc.memory().numTensors).toBe(numTensors);
      expect(through.getConfig().tracking).toEqual({every: 2, differentiate: true});
      expect(normPropLSTM(through.getConfig() as never).getConfig()).toEqual(through.getConfig());
    });
  });

  test('calibrate overwrites the constants until they are computed again', async () => {
    const layer = make();
    const before = await values(layer, 'hiddenVariance');
    await calibrate(layer, x(), {iterations: 1, tolerance: Infinity});
    expect(await values(layer, 'hiddenVariance')).not.toEqual(before);
    [1, 2, 3].forEach(() => train(layer));
    expect(await values(layer, 'hiddenVariance')).toEqual(before);
  });

  test.each<[object, string]>([
    [{tracking: {every: 0}}, 'tracking.every: expected a positive integer, got 0'],
    [{tracking: true}, 'tracking: expected {every: number of training calls}, got true'],
    [
      {tracking: {every: 2, evry: 3}},
      "tracking: no option 'evry'; did you mean 'every'? it has differentiate, every",
    ],
    [
      {tracking: {every: 2, differentiate: true}, varianceMethod: 'meanField'},
      "tracking.differentiate: only varianceMethod 'paper' has a derivative, got 'meanField'",
    ],
    [{tracking: {every: 2, differentiate: 1}}, 'tracking.differentiate: expected true or false, got 1'],
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
