import {
  add,
  clipByValue,
  div,
  exp,
  expandDims,
  mul,
  neg,
  range,
  reshape,
  round,
  slice,
  sub,
  sum,
  tidy,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {checkShape} from '../check/checkShape.js';
import {MAX_LOG, strideUnit, WINDOW_NUMBERS, type WindowSize} from './windowNumbers.js';

/** The filters of a batch of windows. */
export type Filterbank = {
  /** F_X [B,N,width]; each row sums to 1. */
  filterX: Tensor3D;
  /** F_Y [B,N,height]; each row sums to 1. */
  filterY: Tensor3D;
  /** γ [B]. */
  intensity: Tensor1D;
};

/**
 * The Gaussian filters of attention windows:
 *
 *     μ_i = g + (i − N/2 − 0.5) δ         F[i,a] = exp(−(a − μ_i)²/2σ²) / Σ_a'      i = 1..N, a = 1..A
 *
 * with g, δ, σ and γ as in `attentionWindow`. For a filter wholly outside the image the row's limit is taken, all weight on the
 * nearest pixel: instead of (a − μ)² the exponent has (a − μ)² − (a* − μ)² = (a − a*)(a + a* − 2μ) with a* the pixel nearest to μ, which
 * changes no quotient, never divides by 0 and loses no digits far from the image.
 *
 * @param numbers g̃x, g̃y, log σ², log δ̃, log γ of each window [B,5].
 *
 * Source: Gregor et al., eq. 19-26. Differs: no small number is added to the sums, and the logarithms are held within ±20.
 */
export function filterbank(numbers: Tensor2D, size: WindowSize): Filterbank {
  checkShape('numbers', numbers, [null, WINDOW_NUMBERS]);
  return tidy(() => {
    const [x, y, ...logs] = Array.from({length: WINDOW_NUMBERS}, (_, i) => slice(numbers, [0, i], [-1, 1]));
    const [variance, stride, intensity] = logs.map((log) => exp(clipByValue(log, -MAX_LOG, MAX_LOG))); // [B,1]
    const filters = (centre: Tensor, pixels: number): Tensor3D => {
      const g = mul(add(centre, 1), (pixels + 1) / 2);
      const steps = expandDims(sub(range(1, size.size + 1), size.size / 2 + 0.5), 0); // [1,N]
      const mean = expandDims(add(g, mul(mul(stride, strideUnit(size)), steps)), 2); // [B,N,1]
      return rows(mean, expandDims(variance, 2), pixels);
    };
    return {
      filterX: filters(x, size.width),
      filterY: filters(y, size.height),
      intensity: reshape(intensity, [-1]),
    };
  });
}

/** Normalised Gaussians over the pixels 1..A: means [B,N,1], variances [B,1,1], result [B,N,A]. */
function rows(mean: Tensor, variance: Tensor, pixels: number): Tensor3D {
  const a = reshape(range(1, pixels + 1), [1, 1, pixels]);
  const nearest = clipByValue(round(mean), 1, pixels); // rounding has no gradient, and none is due
  const distance = mul(sub(a, nearest), sub(add(a, nearest), mul(2, mean)));
  const weights = exp(neg(div(distance, mul(2, variance))));
  return div(weights, sum(weights, 2, true));
}
