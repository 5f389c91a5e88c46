import {abs, add, divNoNan, maximum, minimum, mul, sqrt, square} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** A way to keep v, Adam's mean of squared gradients. */
export interface SecondMoment {
  /** What is kept: `v` itself or its root `r`; the last letter of its name in `getWeights`. */
  kept: 'v' | 'r';
  /** What is kept after one more gradient: v ← β v + (1 − β) g². */
  next(kept: Tensor, gradient: Tensor, beta: number): Tensor;
  /** √v. */
  root(kept: Tensor): Tensor;
  /** What is kept where another way kept this. */
  from(kept: Tensor, way: SecondMoment['kept']): Tensor;
}

/** v as it is, for 32-bit floats. */
export const squares: SecondMoment = {
  kept: 'v',
  next: (v, gradient, beta) => add(mul(v, beta), mul(square(gradient), 1 - beta)),
  root: (v) => sqrt(v),
  from: (kept, way) => (way === 'v' ? kept : square(kept)),
};

/**
 * √v, for 16-bit floats: there (1 − β₂)·g² is 0 for gradients below 0.008 and infinite from 256 on, while
 * √(β r² + (1 − β) g²) stays in range wherever g does, the larger of the two taken out of the root.
 */
export const roots: SecondMoment = {
  kept: 'r',
  next: (r, gradient, beta) => hypotenuse(mul(r, Math.sqrt(beta)), mul(abs(gradient), Math.sqrt(1 - beta))),
  root: (r) => r,
  from: (kept, way) => (way === 'r' ? kept : sqrt(kept)),
};

function hypotenuse(a: Tensor, b: Tensor): Tensor {
  const larger = maximum(a, b);
  const ratio = divNoNan(minimum(a, b), larger);
  return mul(larger, sqrt(add(square(ratio), 1)));
}
