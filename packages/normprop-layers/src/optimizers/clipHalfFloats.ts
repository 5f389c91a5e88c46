import {
  abs,
  add,
  div,
  divNoNan,
  max,
  maximum,
  mean,
  mul,
  scalar,
  sqrt,
  square,
  tidy,
} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor} from '@tensorflow/tfjs-core';

/**
 * `clipByGlobalNorm` for 16-bit floats, in which the square of 256 is infinite and that of 1e-4 is 0.
 *
 *     ‖g‖ = m · √N · √(Σ_k (N_k/N) · mean((g_k/m)²)),   m = max |g|, N numbers in all
 */
export function clipHalfFloats(
  gradients: Tensor[],
  maxNorm: number,
): {clipped: Tensor[]; globalNorm: Scalar} {
  return tidy(() => {
    const largest = gradients.map((gradient) => max(abs(gradient))).reduce((a, b) => maximum(a, b));
    const count = gradients.reduce((sum, {size}) => sum + size, 0);
    const share = gradients
      .map((gradient) => mul(mean(square(divNoNan(gradient, largest))), gradient.size / count))
      .reduce((a, b) => add(a, b));
    const globalNorm = mul(mul(largest, sqrt(share)), Math.sqrt(count)) as Scalar;
    const scale = div(scalar(maxNorm), maximum(globalNorm, maxNorm));
    return {clipped: gradients.map((gradient) => mul(gradient, scale)), globalNorm};
  });
}
