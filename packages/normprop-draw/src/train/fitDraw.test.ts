import {fill, memory, norm, tensor4d} from '@tensorflow/tfjs-core';
import {adam} from 'normprop-layers';
import {models, smallDraw, stripes} from '../../test/support.js';
import {evaluateDraw} from '../bound/evaluateDraw.js';
import {latentNoise} from '../latent/latentNoise.js';
import type {Draw} from '../model/Draw.js';
import {reconstruct} from '../sample/reconstruct.js';
import {fitDraw} from './fitDraw.js';
import {trainStep} from './trainStep.js';

const weightsOf = async (model: Draw) =>
  await Promise.all(model.namedWeights.map(async ({variable}) => Array.from(await variable.read().data())));

describe('fitDraw', () => {
  test.each(models)('%s: one call learns', async (cell) => {
    const model = smallDraw({cell: {model: cell, units: 12}});
    const images = stripes(24);
    const reports = await fitDraw(model, images, {epochs: 10, batchSize: 8, seed: 2});
    expect(reports.map(({epoch}) => epoch)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // An empty canvas has 36 ln 2 = 24.95 nats; the best constant one 36 H(1/6) = 16.2.
    expect(reports[0].train.bound).toBeLessThan(26);
    expect(reports[9].train.bound).toBeLessThan(18.5);
    expect(reports[9].train.kl).toBeGreaterThan(0);
    if (cell === 'normProp') {
      const kernel = model.namedWeights.find(({name}) => name === 'encoder/kernel')!.variable.read();
      for (const value of await norm(kernel, 2, 0).data()) expect(Math.abs(value - 1)).toBeLessThan(1e-5);
    }
  });

  test('without attention too', async () => {
    const model = smallDraw({attention: false});
    const reports = await fitDraw(model, stripes(24), {epochs: 6, batchSize: 8});
    expect(reports[5].train.bound).toBeLessThan(18);
  });

  test('takes batches as normprop-datasets has them, and validates', async () => {
    const pixels = await stripes(4).data<'float32'>();
    const batch = {pixels, shape: [4, 6, 6, 1] as const, indices: [0, 1, 2, 3]};
    const epochs: number[] = [];
    const source = (epoch: number) => {
      epochs.push(epoch);
      return [batch, batch];
    };
    const model = smallDraw();
    const updates: number[] = [];
    const reports = await fitDraw(model, source, {
      epochs: 2,
      validation: [batch],
      onUpdate: ({update}) => void updates.push(update),
    });
    expect(epochs).toEqual([0, 1]);
    expect(updates).toEqual([1, 2, 3, 4]);
    expect(reports[1].valid!.bound).toBeCloseTo((await evaluateDraw(model, [batch])).bound, 5);
    await expect(fitDraw(model, [], {epochs: 1})).rejects.toThrow('images: epoch 0 has no batch');
  });

  test('same seed, same weights to the bit; a run that is stopped goes on as if it was not', async () => {
    const images = stripes(12);
    const straight = smallDraw({cell: {zoneoutCell: 0.1}});
    await fitDraw(straight, images, {epochs: 3, batchSize: 4, seed: 5});

    const stopped = smallDraw({cell: {zoneoutCell: 0.1}});
    const optimizer = adam({learningRate: 1e-2, clipNorm: 10, decay: {kind: 'inverseTime', rate: 1e-3}});
    const options = {epochs: 3, batchSize: 4, seed: 5, optimizer};
    const first = await fitDraw(stopped, images, {...options, onEpoch: ({epoch}) => epoch < 1});
    expect(first).toHaveLength(2);
    await fitDraw(stopped, images, {...options, initialEpoch: 2});
    expect(await weightsOf(stopped)).toEqual(await weightsOf(straight));

    const other = smallDraw({cell: {zoneoutCell: 0.1}});
    await fitDraw(other, images, {epochs: 3, batchSize: 4, seed: 6});
    expect(await weightsOf(other)).not.toEqual(await weightsOf(straight));
  });

  test.each(models)('%s: no tensor is left over', async (cell) => {
    const images = stripes(8);
    const model = smallDraw({cell: {model: cell}});
    const optimizer = adam({clipNorm: 10});
    await fitDraw(model, images, {epochs: 1, batchSize: 4, optimizer});
    const {numTensors} = memory();
    await fitDraw(model, images, {epochs: 3, batchSize: 4, optimizer});
    expect(memory().numTensors).toBe(numTensors);
  });

  test('stops when asked to', async () => {
    const model = smallDraw();
    let updates = 0;
    await fitDraw(model, stripes(12), {epochs: 2, batchSize: 4, onUpdate: () => ++updates < 2});
    expect(updates).toBe(2);
  });

  test('names the image whose pixel is not in [0,1], from whatever source', async () => {
    const model = smallDraw();
    const pixels = new Float32Array(5 * 36);
    pixels[4 * 36 + 7] = 2;
    const images = tensor4d(pixels, [5, 6, 6, 1]);
    const message = 'images: expected values in [0,1], got 2 at image 4';
    await expect(fitDraw(model, images, {epochs: 1, batchSize: 2})).rejects.toThrow(message);
    await expect(evaluateDraw(model, images, {batchSize: 2})).rejects.toThrow(message);
    await expect(reconstruct(model, images)).rejects.toThrow(message);
    const batch = {pixels: pixels.subarray(3 * 36), shape: [2, 6, 6, 1] as const, indices: [70, 80]};
    const named = 'images: expected values in [0,1], got 2 at image 80';
    await expect(fitDraw(model, [batch], {epochs: 1})).rejects.toThrow(named);
    await expect(evaluateDraw(model, [batch])).rejects.toThrow(named);
    await expect(fitDraw(model, stripes(4), {epochs: 1, batchSize: 2, validation: images})).rejects.toThrow(
      message,
    );
  });

  test('refuses batches larger than the set', async () => {
    await expect(fitDraw(smallDraw(), stripes(4), {epochs: 1})).rejects.toThrow(
      'batchSize: expected at most the 4 images that there are, got 128',
    );
  });
});

describe('trainStep', () => {
  test('a bound that is not finite stops before the update, and says which', async () => {
    const model = smallDraw();
    model.setWeights({'write/bias': fill([14], NaN)});
    const before = await weightsOf(model);
    const images = stripes(1);
    const noise = latentNoise({...model.config, seed: 1, images: 1});
    const {numTensors} = memory();
    await expect(trainStep(model, images, noise, adam())).rejects.toThrow(
      'update 1: the bound is NaN. Try a lower learning rate or a smaller clipNorm',
    );
    expect(await weightsOf(model)).toEqual(before);
    expect(memory().numTensors).toBe(numTensors);
  });

  test('a pixel outside [0,1] stops before the update, also for Batch Norm', async () => {
    const model = smallDraw({cell: {model: 'batchNorm'}});
    const before = await weightsOf(model);
    const noise = latentNoise({...model.config, seed: 1, images: 2});
    const {numTensors} = memory();
    for (const [value, said] of [
      [255, '255'],
      [2, '2'],
      [-0.5, '-0.5'],
      [NaN, 'NaN'],
      [Infinity, 'Infinity'],
    ] as const) {
      const pixels = new Float32Array(72);
      pixels[50] = value;
      const images = tensor4d(pixels, [2, 6, 6, 1]);
      await expect(trainStep(model, images, noise, adam())).rejects.toThrow(
        `images: expected values in [0,1], got ${said} at image 1`,
      );
      images.dispose();
    }
    expect(await weightsOf(model)).toEqual(before);
    expect(memory().numTensors).toBe(numTensors);
  });

  test('Batch Norm keeps statistics of each glimpse', async () => {
    const model = smallDraw({cell: {model: 'batchNorm'}});
    const noise = latentNoise({...model.config, seed: 1, images: 8});
    await trainStep(model, stripes(8), noise, adam());
    const mean = model.namedWeights.find(({name}) => name === 'encoder/population_mean_x')!.variable.read();
    expect(mean.shape).toEqual([3, 32]);
    const values = await mean.data();
    const rows = [0, 1, 2].map((row) => Array.from(values.slice(row * 32, (row + 1) * 32)));
    expect(rows[0].some((value) => value !== 0)).toBe(true);
    expect(rows[1]).not.toEqual(rows[0]);
    expect(rows[2]).not.toEqual(rows[1]);
  });
});
