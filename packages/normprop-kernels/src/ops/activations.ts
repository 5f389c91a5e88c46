/** 1/(1+e^−x) of each element into a fresh array; within 3e-7 of float64. */
export function sigmoid(_x: Float32Array): Float32Array {
  throw new Error('not written yet');
}

/** tanh of each element into a fresh array; within 3e-7 of float64. */
export function tanh(_x: Float32Array): Float32Array {
  throw new Error('not written yet');
}
