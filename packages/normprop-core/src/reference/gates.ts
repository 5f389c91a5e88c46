import {
  add,
  cast,
  clipByValue,
  greater,
  less,
  logicalAnd,
  mul,
  sigmoid,
  sqrt,
  sub,
} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** i, f or o of its pre-activation: the sigmoid, or with `hard` clip(0.2 a + 0.5, 0, 1). */
export function gateOf(a: Tensor, hard: boolean): Tensor {
  return hard ? clipByValue(add(mul(a, 0.2), 0.5), 0, 1) : sigmoid(a);
}

/** The slope of `gateOf` from its value s: s(1 − s), or 0.2 strictly between 0 and 1. */
export function gateSlope(s: Tensor, hard: boolean): Tensor {
  return hard ? mul(cast(logicalAnd(greater(s, 0), less(s, 1)), 'float32'), 0.2) : mul(s, sub(1, s));
}

/** √(1 − f² + 1e-6), what i ⊙ g is multiplied by in the preserving cell; as (1 − f)(1 + f), which keeps its digits near f = 1. */
export function preservingShare(forgetGate: Tensor): Tensor {
  return sqrt(add(mul(sub(1, forgetGate), add(1, forgetGate)), 1e-6));
}
