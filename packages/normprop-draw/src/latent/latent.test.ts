import {grads, mul, sum, tensor2d, tensor3d} from '@tensorflow/tfjs-core';
import type {Tensor2D} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // tfjs's gradients
import {normals} from '../random/normals.js';
import {klDivergence} from './klDivergence.js';
import {latentNoise} from './latentNoise.js';
import {sampleLatent} from './sampleLatent.js';

describe('klDivergence', () => {
  test('is the mean of log q − log p over samples of q', async () => {
    const [means, logDeviations] = [
      [0.5, -1, 0],
      [0.2, -0.7, 0],
    ];
    const samples = 100_000;
    const noise = normals(3 * samples, 1);
    const [total, squares] = [new Float64Array(1), new Float64Array(1)];
    for (let s = 0; s < samples; s++) {
      let ratio = 0;
      for (let i = 0; i < 3; i++) {
        const epsilon = noise[3 * s + i];
        const z = means[i] + Math.exp(logDeviations[i]) * epsilon;
        ratio += (z * z - epsilon * epsilon) / 2 - logDeviations[i];
      }
      total[0] += ratio;
      squares[0] += ratio * ratio;
    }
    const mean = total[0] / samples;
    const standardError = Math.sqrt((squares[0] / samples - mean * mean) / samples);
    const [kl] = await klDivergence(tensor2d([[...means, ...logDeviations]])).data();
    expect(Math.abs(kl - mean)).toBeLessThan(4 * standardError);
    expect(standardError).toBeLessThan(0.01);
  });

  test('keeps its digits where posterior and prior are nearly the same', async () => {
    // ½μ² + Σ s^n/(2 n!), s = 2 log σ, from n = 2: in float64 exact to 1e-15.
    const exact = (mean: number, logDeviation: number) => {
      let [sum, term] = [0, 2 * logDeviation];
      for (let n = 2; n < 40; n++) sum += term *= (2 * logDeviation) / n;
      return mean ** 2 / 2 + sum / 2;
    };
    expect(exact(1e-3, 1e-4)).toBeCloseTo(5.10000667e-7, 14);
    for (const mean of [0, 1e-3, -0.1]) {
      for (const size of [1e-8, 1e-6, 1e-4, 1e-2, 0.1, 0.124, 0.126, 0.3, 1, 2]) {
        for (const logDeviation of [size, -size]) {
          const [kl] = await klDivergence(tensor2d([[mean, logDeviation]])).data();
          const [m, s] = [Math.fround(mean), Math.fround(logDeviation)];
          expect(Math.abs(kl / exact(m, s) - 1)).toBeLessThan(5e-6);
        }
      }
    }
    const slope = (l: number) => grads((x) => sum(klDivergence(x)))([tensor2d([[1e-3, l]])])[0].data();
    for (const l of [1e-6, -1e-4, 0.1, -0.2, 1, -30]) {
      const [byMean, byDeviation] = await slope(l);
      expect(byMean).toBeCloseTo(1e-3, 9);
      expect(Math.abs(byDeviation / Math.expm1(2 * Math.fround(l)) - 1)).toBeLessThan(5e-6);
    }
  });

  test('refuses a last dimension that holds no pairs', () => {
    expect(() => klDivergence(tensor2d([[1, 2, 3]]))).toThrow(
      'latent: expected μ and log σ in an even last dimension, got [1,3]',
    );
  });

  test('is 0 for the prior itself, keeps the leading dimensions, and knows no latent but its own', async () => {
    const prior = [0, 0, 0, 0];
    const kl = klDivergence(tensor3d([[prior], [[1, 0, 0, 0]], [[0, 0, 1, 0]]]));
    expect(kl.shape).toEqual([3, 1]);
    const expected = [0, 0.5, (Math.exp(2) - 1) / 2 - 1];
    (await kl.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));
  });
});

describe('sampleLatent', () => {
  let latent: Tensor2D;
  let noise: Tensor2D;
  beforeAll(() => {
    latent = tensor2d([[1, -2, 0.5, -1]]);
    noise = tensor2d([[0.3, -0.7]]);
  });

  test('is μ + σ ε, with its gradient', async () => {
    const expected = [1 + Math.exp(0.5) * 0.3, -2 - Math.exp(-1) * 0.7];
    (await sampleLatent(latent, noise).data()).forEach((value, i) =>
      expect(value).toBeCloseTo(expected[i], 5),
    );
    const [gradient] = grads((l) => sum(mul(sampleLatent(l as Tensor2D, noise), tensor2d([[2, 3]]))))([
      latent,
    ]);
    const slopes = [2, 3, 2 * Math.exp(0.5) * 0.3, -3 * Math.exp(-1) * 0.7];
    (await gradient.data()).forEach((value, i) => expect(value).toBeCloseTo(slopes[i], 5));
  });

  test('a wrong shape says so', () => {
    expect(() => sampleLatent(latent, tensor2d([[1]]))).toThrow('latent: expected shape [1,2], got [1,4]');
  });
});

describe('latentNoise', () => {
  const noise = (images: number | number[], seed = 1, glimpses = 3) =>
    latentNoise({glimpses, latentSize: 5, seed, images});
  const of = async (...args: Parameters<typeof noise>) => await noise(...args).array();

  test('of an image does not depend on the others, nor its first glimpses on how many there are', async () => {
    const all = await of(4);
    expect(await of([2, 0])).toEqual(all.map((glimpse) => [glimpse[2], glimpse[0]]));
    expect(await of(4, 1, 2)).toEqual(all.slice(0, 2));
    expect(await of(4, 2)).not.toEqual(all);
    expect(new Set(all.flat(2)).size).toBe(60);
  });

  test('is standard normal', async () => {
    const values = await latentNoise({glimpses: 10, latentSize: 100, seed: 3, images: 20}).data<'float32'>();
    const mean = values.reduce((a, b) => a + b) / values.length;
    const variance = values.reduce((a, b) => a + b * b) / values.length;
    // 20,000 numbers: four standard errors are .028 and .04.
    expect(Math.abs(mean)).toBeLessThan(0.028);
    expect(Math.abs(variance - 1)).toBeLessThan(0.04);
  });

  test('refuses what is no size or seed', () => {
    expect(() => noise(0)).toThrow('images: expected an integer of at least 1, got 0');
    expect(() => noise(1, 0.5)).toThrow('seed: expected an integer, got 0.5');
    expect(() => noise(1, 1, 0)).toThrow('glimpses: expected an integer of at least 1, got 0');
  });
});
