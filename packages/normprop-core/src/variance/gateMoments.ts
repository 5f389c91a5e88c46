import {gaussianMoments} from './gaussianMoments.js';
import type {Moments} from './gaussianMoments.js';

/** The normal distribution of a pre-activation. */
export interface GateMomentsArgs {
  /** Variance of the pre-activation, γx²·Var[x] + γh² in Norm Prop; 0 to 1e8. */
  variance: number;
  /** Its mean, the bias; default 0. */
  mean?: number;
}

/** Moments of the two squashing functions of an LSTM. */
export interface GateMoments {
  /** Of a gate, σ(a) = 1/(1 + e^−a). */
  sigmoid: Moments;
  /** Of a candidate or of the cell's output, tanh(a). */
  tanh: Moments;
}

/**
 * Mean, variance and second moment of σ(a) and tanh(a) for a normal a.
 *
 * `E[f(a)], Var[f(a)], E[f(a)²]`, a ~ N(mean, variance), f = σ and tanh, by trapezoid quadrature in float64, right to 1e-12.
 *
 * @throws RangeError when the variance is negative, not finite or above 1e8, or the mean is not finite
 *
 * Source: eq. 9-12 of the paper, where variance = γx² + γh² and mean = 0; here the bias enters as the mean.
 *
 * @example
 * gateMoments({variance: 1}).tanh.variance // 0.3942944903978412
 */
export function gateMoments({variance, mean = 0}: GateMomentsArgs): GateMoments {
  return {
    sigmoid: gaussianMoments(sigmoid, variance, mean),
    tanh: gaussianMoments(Math.tanh, variance, mean),
  };
}

/** σ(a) = 1/(1 + e^−a). */
export function sigmoid(a: number): number {
  return 1 / (1 + Math.exp(-a));
}
