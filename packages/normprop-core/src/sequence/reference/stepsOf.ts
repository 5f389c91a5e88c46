import {gather, scalar} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/**
 * The slices of a tensor along its first axis, T × [...]. As tf.unstack, but by gathering: on `wasm` each slice of
 * tf.unstack copies the whole tensor first.
 */
export function stepsOf(tensor: Tensor): Tensor[] {
  return Array.from({length: tensor.shape[0]}, (_, t) => gather(tensor, scalar(t, 'int32')));
}
