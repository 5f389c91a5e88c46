import {engine, gather, scalar, unstack} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/**
 * The slices of a tensor along its first axis, T × [...]. On `tensorflow` they come from one op, tf.unstack; elsewhere by
 * gathering, since tf.unstack is T slices there, each of which copies the whole tensor first on `wasm`.
 */
export function stepsOf(tensor: Tensor): Tensor[] {
  if (engine().backendName === 'tensorflow') return unstack(tensor);
  return Array.from({length: tensor.shape[0]}, (_, t) => gather(tensor, scalar(t, 'int32')));
}
