import {memory, tensor4d} from '@tensorflow/tfjs-core';
import {models, smallDraw, stripes} from '../../test/support.js';
import {fitDraw} from '../train/fitDraw.js';
import {evaluateDraw} from './evaluateDraw.js';
import {reconstructionError} from './reconstructionError.js';

describe('evaluateDraw', () => {
  test.each(models)('%s: the bound does not depend on the batch size', async (cell) => {
    const model = smallDraw({cell: {model: cell}});
    await fitDraw(model, stripes(8), {epochs: 1, batchSize: 4});
    const images = stripes(11);
    const whole = await evaluateDraw(model, images, {seed: 3});
    expect(whole.count).toBe(11);
    expect(whole.reconstruction + whole.kl).toBeCloseTo(whole.bound, 4);
    for (const batchSize of [1, 4, 11]) {
      const {bound, kl} = await evaluateDraw(model, images, {seed: 3, batchSize});
      // Sums of float32 in another order.
      expect(Math.abs(bound - whole.bound)).toBeLessThan(1e-5 * whole.bound);
      expect(Math.abs(kl - whole.kl)).toBeLessThan(1e-5 * whole.bound);
    }
    expect((await evaluateDraw(model, images, {seed: 4})).bound).not.toBe(whole.bound);
  });

  test('leaves no tensor, changes no weight', async () => {
    const model = smallDraw({cell: {model: 'batchNorm'}});
    const before = await Promise.all(
      model.namedWeights.map(async ({variable}) => Array.from(await variable.read().data())),
    );
    const images = stripes(5);
    const {numTensors} = memory();
    await evaluateDraw(model, images, {batchSize: 2});
    expect(memory().numTensors).toBe(numTensors);
    expect(
      await Promise.all(
        model.namedWeights.map(async ({variable}) => Array.from(await variable.read().data())),
      ),
    ).toEqual(before);
    await expect(evaluateDraw(model, [])).rejects.toThrow('images: expected at least one image, got none');
  });
});

describe('reconstructionError', () => {
  test('is the cross entropy in nats, summed over an image', async () => {
    const canvas = tensor4d([0, 2, -1, 0.5, 0, 0, 0, 0], [2, 2, 2, 1]);
    const images = tensor4d([1, 1, 0, 0.3, 0, 0, 0, 0], [2, 2, 2, 1]);
    const p = (c: number) => 1 / (1 + Math.exp(-c));
    const expected = -(
      Math.log(0.5) +
      Math.log(p(2)) +
      Math.log(1 - p(-1)) +
      0.3 * Math.log(p(0.5)) +
      0.7 * Math.log(1 - p(0.5))
    );
    const [first, second] = await reconstructionError(canvas, images).data();
    expect(first).toBeCloseTo(expected, 5);
    expect(second).toBeCloseTo(4 * Math.LN2, 5);
  });

  test('stays finite where the canvas is sure, right or wrong', async () => {
    const error = reconstructionError(
      tensor4d([500, -500, 500, -500], [4, 1, 1, 1]),
      tensor4d([1, 0, 0, 1], [4, 1, 1, 1]),
    );
    expect(Array.from(await error.data())).toEqual([0, 0, 500, 500]);
    const sure = reconstructionError(tensor4d([10, -10], [2, 1, 1, 1]), tensor4d([1, 0], [2, 1, 1, 1]));
    for (const value of await sure.data()) expect(value / Math.log1p(Math.exp(-10))).toBeCloseTo(1, 2);
  });
});
