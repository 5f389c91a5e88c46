import {engine} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** What we use of the wasm backend beyond the interface that all backends have. */
interface HeapBackend {
  typedArrayFromHeap?(info: Tensor): Float32Array;
  readSync(dataId: object, start?: number, end?: number): unknown;
}

/**
 * Brings tensors that still lie with another backend to this one. To be called with all of an op's inputs before
 * `tensorValues`: on `wasm` a move may grow the memory, and then no view of it that was taken before holds.
 */
export function bringHere(tensors: ReadonlyArray<Tensor | undefined>): void {
  const backend = engine().backend as unknown as HeapBackend;
  if (backend.typedArrayFromHeap === undefined) return;
  for (const tensor of tensors) if (tensor !== undefined) backend.readSync(tensor.dataId, 0, 1);
}

/**
 * The values of a float32 tensor without a copy where the backend allows it (`cpu`: the array itself, `wasm`: a view of
 * its memory). Valid until the next tensor is made. Of an int32 tensor it is an Int32Array.
 */
export function tensorValues(tensor: Tensor): Float32Array {
  const backend = engine().backend as unknown as HeapBackend;
  if (backend.typedArrayFromHeap !== undefined) return backend.typedArrayFromHeap(tensor);
  const values = tensor.dataSync();
  // A cast that loses nothing (bool to int32, both to float32) keeps the array on `cpu`, so that its type is the old one.
  const wanted = tensor.dtype === 'int32' ? Int32Array : Float32Array;
  return (values[Symbol.toStringTag] === wanted.name ? values : wanted.from(values)) as Float32Array;
}
