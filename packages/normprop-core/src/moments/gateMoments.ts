import {checkNames, type Names} from '../check/checkNames.js';
import {gaussianMoments} from './gaussianMoments.js';
import type {Moments} from './gaussianMoments.js';

const gateMomentsNames: Names<GateMomentsArgs> = {
  variance: true,
  mean: true,
};

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
export function gateMoments(args: GateMomentsArgs): GateMoments {
  checkNames('gateMoments', args, gateMomentsNames);
  const {variance, mean = 0} = args;
  return {
    sigmoid: gaussianMoments(sigmoid, variance, mean),
    tanh: gaussianMoments(Math.tanh, variance, mean),
  };
}

/** σ(a) = 1/(1 + e^−a). */
export function sigmoid(a: number): number {
  return 1 / (1 + Math.exp(-a));
}
