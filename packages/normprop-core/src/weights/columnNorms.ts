import {abs, cast, divNoNan, max, mul, sqrt, square, sum, tidy} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';

/**
 * ‖W column‖₂ for every column, [M]; what `normalizeColumns` divides by. It has no gradient: where tfjs asks for one, it throws.
 *
 * @param w [N,M].
 */
export function columnNorms(w: Tensor2D): Tensor1D {
  return tidy(() => mul(...scaledNorms(cast(w, 'float32'))) as Tensor1D);
}

/** The norm as largest |entry| · norm of W/largest: the squares of a column of 1e-23, or of 1e19, are not float32 numbers. */
export function scaledNorms(w: Tensor2D): [largest: Tensor, relative: Tensor] {
  const largest = max(abs(w), 0); // [M]
  return [largest, sqrt(sum(square(divNoNan(w, largest)), 0))];
}
