import {add, mul, reshape, rsqrt, square, sub, sum} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** A standardised tensor with what its gradient needs. */
export interface Standardized {
  /** (v − mean) / √(variance + ε), the shape of v. */
  value: Tensor;
  /** 1 / √(variance + ε). */
  inverseDeviation: Tensor;
  mean: Tensor;
  variance: Tensor;
}

/**
 * Over which axis the moments of Layer Norm or Batch Norm run, and with which weights.
 *
 *     mean = Σ w v,   variance = Σ w (v − mean)²,   Σ w = 1
 */
export interface Moments {
  axis: number;
  /** Weight of each element: a number (1/n), or a tensor that broadcasts to v. */
  weight: number | Tensor;
  epsilon: number;
}

/** Standardises by the moments of v itself. */
export function standardize(v: Tensor, {axis, weight, epsilon}: Moments): Standardized {
  const mean = sum(mul(v, weight), axis, true);
  const centred = sub(v, mean);
  const variance = sum(mul(square(centred), weight), axis, true);
  const inverseDeviation = rsqrt(add(variance, epsilon));
  return {value: mul(centred, inverseDeviation), inverseDeviation, mean, variance};
}

/** Standardises by given moments, which broadcast to v. */
export function standardizeBy(v: Tensor, mean: Tensor, variance: Tensor, epsilon: number): Standardized {
  const inverseDeviation = rsqrt(add(variance, epsilon));
  return {value: mul(sub(v, mean), inverseDeviation), inverseDeviation, mean, variance};
}

/**
 * Gradient of `standardize`, y = (v − mean)/σ:
 *
 *     dv = (dy − w Σ dy − w y Σ dy ⊙ y) / σ
 *
 * With given moments (`moments` absent) only dv = dy/σ is left.
 */
export function standardizeBackward(
  dy: Tensor,
  value: Tensor,
  inverseDeviation: Tensor,
  moments?: Moments,
): Tensor {
  if (moments === undefined) return mul(dy, inverseDeviation);
  const {axis, weight} = moments;
  const total = sum(dy, axis, true);
  const along = sum(mul(dy, value), axis, true);
  return mul(sub(dy, mul(add(total, mul(value, along)), weight)), inverseDeviation);
}

/** Splits the last axis of size 4H in the four gates, [...,4H] → [...,4,H], for Layer Norm per gate. */
export function splitGates(v: Tensor): Tensor {
  const leading = v.shape.slice(0, -1);
  return reshape(v, [...leading, 4, v.shape[v.rank - 1] / 4]);
}

/** Undoes `splitGates`. */
export function joinGates(v: Tensor): Tensor {
  const leading = v.shape.slice(0, -2);
  return reshape(v, [...leading, 4 * v.shape[v.rank - 1]]);
}
