import type {Tensor} from '@tensorflow/tfjs-core';
import {bringHere, tensorValues} from './tensorValues.js';

/**
 * The values of float32 tensors (of others, arrays of their own kind), without a copy where the backend keeps them in this thread's memory (`cpu`: the arrays themselves,
 * `wasm`: views). To be read only, and only until the next tensor is made: that may move the memory.
 */
export function readInPlace(tensors: readonly Tensor[]): Float32Array[] {
  bringHere(tensors);
  return tensors.map(tensorValues);
}
