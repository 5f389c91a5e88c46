import {tensor4d} from '@tensorflow/tfjs-core';
import type {Tensor4D} from '@tensorflow/tfjs-core';
import {draw, type DrawArgs} from '../src/index.js';

/** The five models. */
export const models = ['lstm', 'weightNorm', 'normProp', 'layerNorm', 'batchNorm'] as const;

/** A network small enough for a test. */
export const smallDraw = (args: Partial<DrawArgs> = {}) =>
  draw({
    imageShape: [6, 6],
    glimpses: 3,
    latentSize: 4,
    readSize: 2,
    writeSize: 3,
    seed: 1,
    ...args,
    cell: {units: 8, ...args.cell},
  });

/** Images of one bright column or row each, [count,6,6,1]. */
export function stripes(count: number): Tensor4D {
  const pixels = new Float32Array(count * 36);
  for (let n = 0; n < count; n++) {
    for (let i = 0; i < 6; i++) pixels[n * 36 + (n % 2 ? 6 * (n % 6) + i : 6 * i + (n % 6))] = 1;
  }
  return tensor4d(pixels, [count, 6, 6, 1]);
}
