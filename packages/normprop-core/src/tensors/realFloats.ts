import {cast, mul} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {webgpuEntry} from './webgpuEntry.js';

/**
 * A float32 tensor whose buffer really holds float32: on `webgpu` tfjs casts whole numbers (a one-hot, a mask) by name alone, and
 * its transposition of such a tensor is a shader that does not compile.
 */
export function realFloats<T extends Tensor>(tensor: T): T {
  const floats = cast(tensor, 'float32');
  const entry = webgpuEntry(floats);
  return entry && entry.dtype !== 'float32' ? mul(floats, 1) : floats;
}
