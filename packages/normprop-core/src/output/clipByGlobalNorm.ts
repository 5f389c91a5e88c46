import {add, div, maximum, mul, scalar, sqrt, square, sum, tidy} from '@tensorflow/tfjs-core';
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
    const squares = keys.map((key) => sum(square(gradients[key] as Tensor)));
    const globalNorm = sqrt(squares.reduce((a, b) => add(a, b))) as Scalar;
    const scale = div(scalar(maxNorm), maximum(globalNorm, maxNorm));
    const scaled = keys.map((key) => [key, mul(gradients[key] as Tensor, scale)] as const);
    const clipped = Array.isArray(gradients) ? scaled.map(([, g]) => g) : Object.fromEntries(scaled);
    return {clipped: clipped as T, globalNorm};
  });
}
