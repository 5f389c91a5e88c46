import type {LayerVariable} from '@tensorflow/tfjs-layers';
import type {Weight} from './chain.js';

/** The values of a layer's weight; waits for the device. */
export async function readWeight(variable: LayerVariable): Promise<Weight> {
  const tensor = variable.read();
  return {shape: [...tensor.shape], values: Float32Array.from(await tensor.data())};
}
