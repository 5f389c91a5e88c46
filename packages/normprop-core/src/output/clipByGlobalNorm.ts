import {add, clone, div, engine, maximum, mul, scalar, sqrt, square, sum, tidy} from '@tensorflow/tfjs-core';
import {isInMemory} from '../tensors/isInMemory.js';
import {readInPlace} from '../tensors/readInPlace.js';
import type {NamedTensorMap, Scalar, Tensor} from '@tensorflow/tfjs-core';

/**
 * Scales a set of gradients so that their common norm is at most `maxNorm`.
 *
 *     ‖g‖ = sqrt(Σ_k Σ g_k²),   g_k ← g_k · maxNorm / max(‖g‖, maxNorm)
 *
 * A gradient that is not finite makes the norm, and so all the results, not finite: it is seen, not hidden.
 *
 * @param gradients A list or a map by name.
 * @param maxNorm Greater than 0.
 * @returns `clipped` in the form of `gradients`, and `globalNorm` before clipping.
 * @throws If there is no gradient or `maxNorm` is not positive.
 *
 * Source: Pascanu, Mikolov & Bengio 2013, algorithm 1.
 */
export function clipByGlobalNorm<T extends Tensor[] | NamedTensorMap>(
  gradients: T,
  maxNorm: number,
): {clipped: T; globalNorm: Scalar} {
  if (!(maxNorm > 0)) throw new Error(`maxNorm: expected a number greater than 0, got ${maxNorm}`);
  const keys = Object.keys(gradients) as Array<keyof T>;
  if (keys.length === 0) throw new Error('gradients: expected at least one tensor, got none');
  return tidy(() => {
    // On arrays where no gradient of it is asked for.
    const onArrays = isInMemory(engine().backendName) && !engine().isTapeOn();
    const globalNorm = normOf(
      keys.map((key) => gradients[key] as Tensor),
      onArrays,
    );
    const same = onArrays && globalNorm.dataSync()[0] <= maxNorm;
    const scale = div(scalar(maxNorm), maximum(globalNorm, maxNorm));
    const scaled = keys.map((key) => {
      const gradient = gradients[key] as Tensor;
      return [key, same ? clone(gradient) : mul(gradient, scale)] as const; // times 1 is what it is
    });
    const clipped = Array.isArray(gradients) ? scaled.map(([, g]) => g) : Object.fromEntries(scaled);
    return {clipped: clipped as T, globalNorm};
  });
}

/** The norm of all values together. */
function normOf(tensors: Tensor[], onArrays: boolean): Scalar {
  if (!onArrays)
    return sqrt(tensors.map((tensor) => sum(square(tensor))).reduce((a, b) => add(a, b))) as Scalar;
  // In tfjs's ops each sum needs an array of squares.
  let total = 0;
  for (const values of readInPlace(tensors))
    for (let i = 0; i < values.length; i++) total += values[i] * values[i];
  return scalar(Math.sqrt(total));
}
