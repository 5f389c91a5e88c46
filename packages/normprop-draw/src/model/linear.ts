import {add, matMul, sum, tidy, transpose} from '@tensorflow/tfjs-core';
import type {Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {withGradient} from '../gradient/withGradient.js';

/** A linear layer's weights as a loop uses them; see `prepareLinear`. */
export interface PreparedLinear {
  /** W [D,U]. */
  kernel: Tensor2D;
  /** b [U]. */
  bias: Tensor1D;
  /** Wᵀ [U,D]. */
  transposed: Tensor2D;
}

/**
 * A linear layer's weights for many calls of `linear`.
 *
 * Wᵀ is made once per batch: tfjs's gradient multiplies with a transposed matrix each time, for which its wasm backend takes
 * a path that is more than ten times slower.
 */
export function prepareLinear(kernel: Tensor2D, bias: Tensor1D): PreparedLinear {
  return {kernel, bias, transposed: transpose(kernel)};
}

/** x W + b, [B,D] to [B,U]. */
export function linear(x: Tensor2D, {kernel, bias, transposed}: PreparedLinear): Tensor2D {
  return tidy(() =>
    withGradient<Tensor2D>(
      'linear',
      [x, kernel, bias],
      (save) => {
        save([x, transposed]);
        return add(matMul(x, kernel), bias);
      },
      (dy, [x, transposed]) => [
        matMul(dy, transposed as Tensor2D),
        matMul(transpose(x as Tensor2D), dy),
        sum(dy, 0),
      ],
    ),
  );
}
