import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {batchNormLSTM, batchNormLSTMCell, reestimateStatistics} from '../index.js';
import type {BatchNormLSTMArgs} from '../index.js';
import {expectSame} from '../../test/models.js';

const [B, D, H] = [6, 3, 4];

function built(args: Partial<BatchNormLSTMArgs> = {}) {
  const layer = batchNormLSTM({units: H, seed: 1, maxTimeSteps: 5, gammaX: 1, ...args});
  layer.build([null, null, D]);
  return layer;
}
const rows = async (layer: ReturnType<typeof built>, key: string) =>
  await (layer.cell.variable(key).read() as Tensor2D).array();
const data = (timeSteps: number, seed: number) => tfc.randomNormal([B, timeSteps, D], 0, 1, 'float32', seed);
/** Mean of x·kernel over the batch at each time step. */
const meansOf = async (layer: ReturnType<typeof built>, x: Tensor): Promise<number[][]> => {
  const [, timeSteps] = x.shape;
  const products = tfc.matMul(tfc.reshape(x, [-1, D]), layer.cell.kernel.read() as Tensor2D);
  return (await tfc.mean(tfc.reshape(products, [B, timeSteps!, 4 * H]), 0).array()) as number[][];
};
const expectRow = (got: number[], want: number[]) =>
  got.forEach((value, i) => expect(value).toBeCloseTo(want[i], 5));

describe('batchNormLSTM', () => {
  test('each time step has statistics of its own; rows not reached take the last', async () => {
    const layer = built();
    const x = data(3, 1);
    layer.call(x, {training: true});
    const means = await rows(layer, 'meanX');
    const want = await meansOf(layer, x);
    [want[0], want[1], want[2], want[2], want[2]].forEach((row, t) => expectRow(means[t], row));
    expect(Array.from(await layer.cell.variable('updates').read().data())).toEqual([1, 1, 1, 0, 0]);

    // A longer sequence moves on from there: steps 3 and 4 are new, steps beyond maxTimeSteps have no row.
    const longer = data(7, 2);
    layer.call(longer, {training: true});
    const next = await meansOf(layer, longer);
    expectRow((await rows(layer, 'meanX'))[4], next[4]);
    expectRow(
      (await rows(layer, 'meanX'))[0],
      want[0].map((v, i) => (v + next[0][i]) / 2),
    );
    expect(Array.from(await layer.cell.variable('updates').read().data())).toEqual([2, 2, 2, 1, 1]);
  });

  test('inference with the statistics of one batch is training on that batch, whoever else is in it', async () => {
    const layer = built({returnSequences: true});
    const x = data(5, 3);
    const trained = layer.call(x, {training: true}) as Tensor;
    const inferred = layer.call(x, {}) as Tensor;
    expect((await tfc.max(tfc.abs(tfc.sub(trained, inferred))).data())[0]).toBeLessThan(1e-5);
    const alone = layer.call(tfc.slice(x, 0, 1), {}) as Tensor;
    expect((await tfc.max(tfc.abs(tfc.sub(alone, tfc.slice(inferred, 0, 1)))).data())[0]).toBeLessThan(1e-6);
    // Inference does not learn.
    expect((await layer.cell.variable('updates').read().data())[0]).toBe(1);
  });

  test('sequences longer than maxTimeSteps use the last row', async () => {
    const [short, long] = [built({returnSequences: true}), built({returnSequences: true, maxTimeSteps: 8})];
    const x = data(8, 4);
    [short, long].forEach((layer) => layer.call(tfc.slice(x, 0, B), {training: true}));
    for (const key of ['meanX', 'varianceX', 'meanH', 'varianceH', 'meanC', 'varianceC']) {
      const five = await rows(short, key);
      long.cell.variable(key).write(tfc.tensor2d([...five, five[4], five[4], five[4]]));
    }
    await expectSame(short.call(x, {}) as Tensor, long.call(x, {}) as Tensor);
  });

  test('statistics of a masked sequence read backwards are those of the sequence turned round', async () => {
    const [backward, forward] = [built({goBackwards: true}), built()];
    const x = data(3, 5);
    const valid = Array.from({length: B}, (_, row) => [1, row < 2 ? 0 : 1, 0]);
    const maskOf = (rows: number[][]) => tfc.tensor2d(rows, [B, 3], 'bool');
    backward.call(x, {training: true, mask: maskOf(valid)});
    forward.call(tfc.reverse(x, 1), {training: true, mask: maskOf(valid.map((row) => [...row].reverse()))});
    for (const key of ['meanX', 'varianceX', 'meanH', 'varianceH', 'meanC', 'varianceC', 'updates'])
      await expectSame(
        backward.cell.variable(key).read() as Tensor,
        forward.cell.variable(key).read() as Tensor,
      );
    // The mask counts: without it the first step of the reversed order has other statistics.
    const whole = built();
    whole.call(tfc.reverse(x, 1), {training: true});
    expect(await rows(whole, 'meanX')).not.toEqual(await rows(forward, 'meanX'));
  });

  test('momentum: the average follows slowly once it has seen enough', async () => {
    const layer = built({momentum: 0.5});
    const batches = [1, 2, 3].map((seed) => data(1, seed));
    batches.forEach((x) => layer.call(x, {training: true}));
    const [a, b, c] = await Promise.all(batches.map(async (x) => (await meansOf(layer, x))[0]));
    // (a + b)/2, then half of the old and half of the new
    expectRow(
      (await rows(layer, 'meanX'))[0],
      a.map((_, i) => (a[i] + b[i]) / 4 + c[i] / 2),
    );
  });

  test('padding counts neither as a row nor as a time step', async () => {
    const [masked, plain] = [built(), built()];
    const x = data(3, 5);
    const padded = tfc.concat([x, tfc.ones([B, 2, D])], 1);
    const mask = tfc.tensor2d(
      Array.from({length: B}, () => [1, 1, 1, 0, 0]),
      [B, 5],
      'bool',
    );
    plain.call(x, {training: true});
    masked.call(padded, {training: true, mask});
    for (const key of ['meanX', 'varianceH', 'varianceC']) {
      for (const [t, row] of (await rows(masked, key)).entries()) {
        expectRow(row, (await rows(plain, key))[t]);
      }
    }
    expect(await masked.cell.variable('updates').read().data()).toEqual(
      await plain.cell.variable('updates').read().data(),
    );
  });

  test('reestimateStatistics: the mean over all batches, in layers, directions and cells', async () => {
    const x = data(4, 6);
    const both = tfl.layers.bidirectional({
      layer: batchNormLSTM({units: H, maxTimeSteps: 4, returnSequences: true}) as tfl.RNN,
      mergeMode: 'concat',
    });
    const cell = batchNormLSTMCell({units: H});
    const layer = batchNormLSTM({units: H, seed: 1, gammaX: 1, inputShape: [null, D], returnSequences: true});
    const model = tfl.sequential({layers: [layer, both, tfl.layers.rnn({cell})]});
    layer.call(data(4, 7), {training: true});
    const {numTensors} = tfc.memory();
    await reestimateStatistics(model, x, {batchSize: 3});
    expect(tfc.memory().numTensors).toBe(numTensors);
    const [first, second] = [0, 3].map((start) => tfc.slice(x, start, 3));
    const means = [first, second].map((part) =>
      tfc.mean(
        tfc.matMul(tfc.squeeze(tfc.slice(part, [0, 0, 0], [3, 1, D]), [1]), layer.cell.kernel.read()),
        0,
      ),
    );
    expectRow(
      (await rows(layer, 'meanX'))[0],
      (await tfc.div(tfc.add(means[0], means[1]), 2).array()) as number[],
    );
    expect((await layer.cell.variable('updates').read().data())[0]).toBe(2);
    expect(Array.from(await cell.variable('updates').read().data())).toEqual([2 * 4]);
    const {forwardLayer} = both as unknown as {forwardLayer: ReturnType<typeof built>};
    expect(Array.from(await forwardLayer.cell.variable('updates').read().data())).toEqual([2, 2, 2, 2]);
    // It is over: predictions learn nothing.
    model.predict(x);
    expect((await layer.cell.variable('updates').read().data())[0]).toBe(2);
  });

  test('reestimateStatistics takes a data set of batches and disposes of them', async () => {
    const layer = batchNormLSTM({units: H, inputShape: [null, D]});
    const model = tfl.sequential({layers: [layer]});
    const {numTensors} = tfc.memory();
    await reestimateStatistics(model, {
      forEachAsync: (use) => {
        for (let i = 0; i < 3; i++) use({xs: data(2, i), ys: tfc.ones([B, 1])});
        return Promise.resolve();
      },
    });
    expect((await layer.cell.variable('updates').read().data())[1]).toBe(3);
    expect(tfc.memory().numTensors).toBe(numTensors);
  });

  test('the shift of x is a weight only if asked for', () => {
    const names = (args: object) => built(args).trainableWeights.map((w) => w.originalName);
    expect(names({})).not.toContain('beta_x');
    expect(names({trainableBetaX: true})).toContain('beta_x');
  });
});
