import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor, Tensor3D} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {models, expectClose, normal, randomize} from '../../test/models.js';
import {lstm, traceStatistics} from '../index.js';
import {StepMoments} from './StepMoments.js';
import {traceSequence} from './traceSequence.js';

const [B, T, D, H] = [3, 6, 4, 5];
const x = () => normal([B, T, D], 1) as Tensor3D;
const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('traceSequence', () => {
  test.each(models)(
    "$id: h is the layer's output, c its last state, with every option of inference",
    async ({layer, id}) => {
      for (const args of [
        {},
        {goBackwards: true, learnInitialState: true, zoneoutCell: 0.25, zoneoutHidden: 0.125},
        id === 'layerNorm' ? {perGate: true} : {useBias: false},
        ...(id === 'lstm' ? [{recurrentActivation: 'hardSigmoid' as const}] : []),
        {cell: 'preserving' as const, ...(id === 'normProp' && {varianceMethod: 'paper' as const})},
      ]) {
        const made = layer({units: H, seed: 1, returnSequences: true, returnState: true, ...args});
        made.build([null, null, D]);
        randomize(made);
        const [h, , c] = made.apply(x()) as Tensor[];
        const trace = traceSequence(made, x());
        await expectClose(tfc.transpose(trace.hidden, [1, 0, 2]), h, 2e-5);
        await expectClose(tfc.squeeze(tfc.slice(trace.cell, [T - 1, 0, 0], [1, B, H]), [0]), c, 2e-5);
      }
    },
  );

  test.each(['hardSigmoid', 'sigmoid'] as const)('tf.layers.lstm with %s', async (recurrentActivation) => {
    const initializer = tfl.initializers.randomNormal({stddev: 1, seed: 1});
    const stock = tfl.layers.lstm({
      units: H,
      recurrentActivation,
      returnSequences: true,
      kernelInitializer: initializer,
      recurrentInitializer: initializer,
      biasInitializer: initializer,
    });
    const h = stock.apply(x()) as Tensor;
    await expectClose(tfc.transpose(traceSequence(stock, x()).hidden, [1, 0, 2]), h);
  });
});

test('moments and correlations are those of their definitions', () => {
  const first = [
    [1, 2, 4, 9],
    [2, 1, 5, 7],
    [0, 0, 0, 0],
  ];
  const second = [
    [3, -1],
    [1, 8],
    [0, 0],
  ];
  const moments = new StepMoments([1, 2]);
  moments.add(first.flat(), 3);
  moments.add(second.flat(), 3);
  const [a, b] = [0, 1].map((t) => [...first[t], ...second[t]]);
  const central = (values: number[], power: number) => mean(values.map((v) => (v - mean(values)) ** power));
  const got = moments.statistics();
  expect(got.mean[0]).toBeCloseTo(mean(a), 12);
  expect(got.variance[1]).toBeCloseTo(central(b, 2), 12);
  expect(got.kurtosis[0]).toBeCloseTo(central(a, 4) / central(a, 2) ** 2 - 3, 12);
  expect(got.kurtosis[2]).toBeNaN();
  const covariance = mean(a.map((v, k) => (v - mean(a)) * (b[k] - mean(b))));
  expect(got.autocorrelation[0].lag).toBe(1);
  expect(got.autocorrelation[0].values[0]).toBeCloseTo(
    covariance / Math.sqrt(central(a, 2) * central(b, 2)),
    12,
  );
  expect(got.autocorrelation[0].values).toHaveLength(2);
  expect(got.autocorrelation[1].values).toEqual([NaN]);
});

describe('traceStatistics', () => {
  test('saturation follows the bias of each gate; batches of different length; nothing is left over', async () => {
    const layer = lstm({units: 1, useBias: true});
    layer.build([null, null, D]);
    layer.cell.kernel.write(tfc.zeros([D, 4]));
    layer.cell.recurrentKernel.write(tfc.zeros([1, 4]));
    layer.cell.bias!.write(tfc.tensor1d([5, -5, 5, 0])); // σ(5) = .993, tanh(5) ≈ 1
    const {numTensors} = tfc.memory();
    const batches = [x(), normal([2, 9, D], 2)];
    const told: number[][] = [];
    const got = await traceStatistics(layer, batches, {lags: [1], onProgress: (...args) => told.push(args)});
    expect(told).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(tfc.memory().numTensors).toBe(numTensors + 2);
    const shares = (low: number, high: number) => ({
      low: new Array(9).fill(low),
      high: new Array(9).fill(high),
    });
    expect(got.inputGate.saturation).toEqual(shares(0, 1));
    expect(got.forgetGate.saturation).toEqual(shares(1, 0));
    expect(got.candidate.saturation).toEqual(shares(0, 1));
    expect(got.outputGate.saturation).toEqual(shares(0, 0));
    got.outputGate.mean.forEach((m) => expect(m).toBeCloseTo(0.5, 6));
    // c grows by i·g = .9932 a step and keeps f = .0067 of what it was.
    expect(got.cell.mean[0]).toBeCloseTo(0.99322, 4);
    expect(got.cell.mean[1]).toBeCloseTo(0.99322 * 1.00669, 4);
    expect(got.hidden.mean).toHaveLength(9);
    expect(got.hidden.autocorrelation[0].values).toHaveLength(8);
  });

  test('throws for other layers, ones not built, no batches, other shapes and lags', async () => {
    const stock = tfl.layers.gru({units: 1, kernelInitializer: 'zeros', recurrentInitializer: 'zeros'});
    stock.apply(x());
    await expect(traceStatistics(stock, x())).rejects.toThrow(
      'layer: expected a layer of normprop-layers or a tf.layers.lstm, got GRU',
    );
    await expect(traceStatistics(lstm({units: 1}), x())).rejects.toThrow('layer: expected a built layer');
    const layer = lstm({units: 1});
    layer.build([null, null, D]);
    await expect(traceStatistics(layer, [])).rejects.toThrow('batches: expected at least one, got none');
    await expect(traceStatistics(layer, tfc.zeros([2, 3, D + 1]))).rejects.toThrow(
      `batches: expected shape [B,T,${D}], got [2,3,${D + 1}]`,
    );
    await expect(traceStatistics(layer, x(), {lags: [0]})).rejects.toThrow(
      'lags: expected a positive integer, got 0',
    );
    await expect(traceStatistics(layer, x(), {lag: [1]} as never)).rejects.toThrow(
      "traceStatistics: no option 'lag'; did you mean 'lags'? it has lags, onProgress, saturation",
    );
    await expect(traceStatistics(layer, x(), {saturation: 0.6})).rejects.toThrow(
      'saturation: expected a number in',
    );
  });
});
