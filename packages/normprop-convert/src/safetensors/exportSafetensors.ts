import type {LayersModel} from '@tensorflow/tfjs-layers';
import type {Weight} from '../chain/chain.js';
import {readWeight} from '../chain/readWeight.js';
import {writeSafetensors} from './writeSafetensors.js';

/**
 * A safetensors file of weights under their Keras names: `<layer>/kernel`, `<layer>/recurrent_kernel`, `<layer>/bias`, gates in the
 * order i, f, c, o, matrices [inputs, outputs]; then `gamma_x` and what else the layers of normprop-layers have.
 *
 * @param weights A tfjs model, all of whose weights are written as they are, or weights by name.
 * @param metadata Strings to keep in the file's header.
 * @returns The file.
 * @throws For a model without weights, and for a shape that does not fit its values.
 */
export async function exportSafetensors(
  weights: LayersModel | Iterable<readonly [string, Weight]>,
  metadata: Record<string, string> = {},
): Promise<Uint8Array> {
  if (!('getClassName' in weights)) return writeSafetensors(weights, metadata);
  if (weights.weights.length === 0)
    throw new Error(`model '${weights.name}': has no weights; build it first`);
  // Layer by layer: the model's own list has what is not trained at its end.
  const variables = weights.layers.flatMap((layer) => layer.weights);
  const read = variables.map(
    async (variable) => [variable.originalName, await readWeight(variable)] as const,
  );
  return writeSafetensors(await Promise.all(read), metadata);
}
