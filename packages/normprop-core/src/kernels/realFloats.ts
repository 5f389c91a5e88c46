import {cast, engine, mul} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** What we use of the webgpu backend: the type of the numbers in a tensor's buffer. */
interface TypedBackend {
  tensorMap?: {has(dataId: object): boolean; get(dataId: object): {dtype: string}};
}

/**
 * A tensor as float32, whose numbers are that too: on `webgpu` tfjs casts whole numbers (a one-hot, a mask) by name alone, and
 * its transposition of such a tensor is a shader that does not compile.
 */
export function realFloats<T extends Tensor>(tensor: T): T {
  const floats = cast(tensor, 'float32');
  const {backend, backendName} = engine();
  if (backendName !== 'webgpu') return floats;
  const {tensorMap} = backend as unknown as TypedBackend;
  const whole = tensorMap?.has(floats.dataId) && tensorMap.get(floats.dataId).dtype !== 'float32';
  return whole ? mul(floats, 1) : floats;
}
