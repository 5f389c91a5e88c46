import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';

/** Normal numbers from a seed. */
export function normal(shape: number[], seed: number): Tensor {
  return tfc.randomNormal(shape, 0, 1, 'float32', seed);
}

/** Moves every weight of a built model away from its first value, each unit by itself, so that equal outputs mean something. */
export function randomize(model: {weights: tfl.LayerVariable[]}, seed = 100): void {
  tfc.tidy(() =>
    model.weights.forEach((weight, i) => {
      const isMatrix = /kernel/.test(weight.originalName); // its first values have no seed
      const value = isMatrix ? tfc.mul(normal(weight.shape as number[], seed + 50 + i), 0.4) : weight.read();
      const noise = tfc.mul(normal(value.shape, seed + i), 0.2);
      const isVariance = /variance/.test(weight.originalName);
      if (!/population_updates|tracked_calls/.test(weight.originalName))
        weight.write(tfc.add(value, isVariance ? tfc.abs(noise) : noise));
    }),
  );
}

/** The same, but for the three constants of Norm Prop that an LSTM node has one of for all units: those stay one number. */
export function randomizeEvenly(model: {weights: tfl.LayerVariable[]}, seed = 100): void {
  const even = model.weights.filter(({originalName}) =>
    /gamma_c|cell_variance|hidden_variance/.test(originalName),
  );
  randomize({weights: model.weights.filter((weight) => !even.includes(weight))}, seed);
  tfc.tidy(() => even.forEach((weight, i) => weight.write(tfc.fill(weight.read().shape, 0.4 + 0.17 * i))));
}
