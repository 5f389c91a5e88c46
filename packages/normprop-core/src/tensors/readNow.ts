import type {Tensor} from '@tensorflow/tfjs-core';
import {webgpuEntry} from './webgpuEntry.js';

/**
 * The values of a tensor at once, as `dataSync` gives them, for computations in plain numbers.
 *
 * On `webgpu` only those that have not gone to the GPU yet can be had: tfjs's `dataSync` reads others there through a canvas,
 * which Node does not have and which loses the device on a software adapter.
 *
 * @param what Names the computation in the error.
 * @throws On `webgpu`, if the values are on the GPU.
 */
export function readNow(tensor: Tensor, what: string): Float32Array {
  const entry = webgpuEntry(tensor);
  if (entry && !entry.values) {
    throw new Error(
      `${what}: it needs values at once, and the webgpu backend gives those of its tensors only later; ` +
        "run this on another backend (await tf.setBackend('wasm'), and back): tensors move by themselves",
    );
  }
  return tensor.dataSync<'float32'>();
}
