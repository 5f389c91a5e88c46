import {engine} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** What we use of the wasm backend beyond the interface that all backends have. */
interface HeapBackend {
  typedArrayFromHeap?(info: Tensor): Float32Array;
}

/**
 * The values of a float32 tensor without a copy where the backend allows it (`cpu`: the array itself, `wasm`: a view of
 * its memory). Valid until the next tensor is made. Of an int32 tensor it is an Int32Array.
 */
export function tensorValues(tensor: Tensor): Float32Array {
  const backend = engine().backend as HeapBackend;
  if (backend.typedArrayFromHeap !== undefined) return backend.typedArrayFromHeap(tensor);
  const values = tensor.dataSync();
  // A cast that loses nothing (bool to int32, both to float32) keeps the array on `cpu`, so that its type is the old one.
  const wanted = tensor.dtype === 'int32' ? Int32Array : Float32Array;
  return (values[Symbol.toStringTag] === wanted.name ? values : wanted.from(values)) as Float32Array;
}
