import {expectFloats} from '../border/expect.js';
import {activeKernels} from '../choice/activeKernels.js';

/** 1/(1 + e^−x) of each element into a fresh array; within 3e-7 of the exact value, NaN for NaN. */
export function sigmoid(x: Float32Array): Float32Array {
  expectFloats('x', x, [x?.length]);
  return activeKernels().sigmoid(x);
}

/** tanh of each element into a fresh array; within 3e-7 of the exact value, NaN for NaN. */
export function tanh(x: Float32Array): Float32Array {
  expectFloats('x', x, [x?.length]);
  return activeKernels().tanh(x);
}
