import {dispose, tensor} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {bytesOf} from '../bytesOf.js';
import type {Weight} from '../chain/chain.js';
import {chainOfArchitecture} from './chainOfArchitecture.js';
import {batchShape} from './kerasConfig.js';
import {layerOfKeras} from './layerOfKeras.js';
import {readKerasFile} from './readKerasFile.js';

/** Options of `importKeras`. */
export interface ImportKerasOptions {
  /** What `model.to_json()` of Keras says; only for a `.weights.h5` file, which has no architecture of its own. */
  architecture?: string;
}

/**
 * A tfjs model from a file of Keras: a `.keras` archive, an `.h5` file of a whole model, or a `.weights.h5` file with its architecture.
 *
 * It takes Sequential models and Functional ones in which each layer reads the one before it, with the layers InputLayer, LSTM,
 * Bidirectional(LSTM), Dense, TimeDistributed(Dense), Embedding, Masking, Dropout and Activation. LSTM becomes `lstm` of
 * normprop-layers; the model trains further.
 *
 * @param file The whole file.
 * @returns Built, with the file's weights; float16 and float64 become float32.
 * @throws For a damaged file, naming the part or the tensor; for a layer, an option or an activation that computes something else
 *   here, naming it.
 *
 * @example
 * const model = await importKeras(await readFile('model.keras'));
 */
export async function importKeras(
  file: Uint8Array | ArrayBuffer,
  {architecture}: ImportKerasOptions = {},
): Promise<tfl.Sequential> {
  const {architecture: described, weightsOf} = await readKerasFile(bytesOf(file, 'file'), architecture);
  const {name, inputShape, layers} = chainOfArchitecture(described);
  if (inputShape === undefined)
    throw new Error(`model '${name}': does not say the shape of its input; build it before it is saved`);
  const counts = new Map<string, number>();
  let masked = false;
  const made = layers.map((layer) => {
    const index = counts.get(layer.className) ?? 0;
    counts.set(layer.className, index + 1);
    const result = layerOfKeras(layer, masked);
    masked = result.masks ?? masked;
    return {...result, wanted: {name: layer.name, className: layer.className, index}};
  });
  // All weights are read before the model is made: a damaged file leaves nothing behind.
  const weights = made.map(({wanted, parts, adapt = (same) => same}) =>
    parts.length === 0 ? [] : adapt(weightsOf(wanted, parts)),
  );

  const model = tfl.sequential();
  try {
    model.add(tfl.layers.inputLayer({batchInputShape: batchShape('input', inputShape)}));
    made.forEach(({layer, wanted}, i) => {
      addLayer(model, layer, wanted.name);
      setWeights(layer, wanted.name, weights[i]);
    });
  } catch (error) {
    for (const {layer} of made) for (const weight of layer.weights) weight.dispose();
    throw error;
  }
  return model;
}

function addLayer(model: tfl.Sequential, layer: tfl.layers.Layer, name: string): void {
  try {
    model.add(layer);
  } catch (error) {
    throw new Error(`layer '${name}': does not fit the one before it (${(error as Error).message})`, {
      cause: error,
    });
  }
}

function setWeights(layer: tfl.layers.Layer, name: string, weights: Weight[]): void {
  if (layer.weights.length !== weights.length) {
    throw new Error(
      `layer '${name}': expected ${layer.weights.length} weights, the file has ${weights.length}`,
    );
  }
  layer.weights.forEach(({originalName, shape}, i) => {
    if (shape.join() !== weights[i].shape.join()) {
      throw new Error(
        `layer '${name}', ${originalName.split('/').pop()}: expected shape [${shape.join(',')}], the file has [${weights[i].shape.join(',')}]`,
      );
    }
  });
  const tensors = weights.map(({values, shape}) => tensor(values, shape, 'float32'));
  layer.setWeights(tensors);
  dispose(tensors);
}
