import {engine} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** What we use of the wasm backend beyond the interface that all backends have. */
interface HeapBackend {
  typedArrayFromHeap?(info: Tensor): Float32Array;
}

/**
 * The values of a float32 tensor without a copy where the backend allows it (`cpu`: the array itself, `wasm`: a view of
 * its memory). Valid until the next tensor is made.
 */
export function tensorValues(tensor: Tensor): Float32Array {
  const backend = engine().backend as HeapBackend;
  if (backend.typedArrayFromHeap !== undefined) return backend.typedArrayFromHeap(tensor);
  return tensor.dataSync() as Float32Array;
}
