import type {layers, LayersModel, SymbolicTensor} from '@tensorflow/tfjs-layers';
import type {Chain, ChainLayer} from './chain.js';
import {layerOf} from './layerOf.js';
import {unsupported} from './unsupported.js';

/** Names and labels that a tfjs model does not have. */
export interface ChainNames {
  /** What to call the model; default the name of the tfjs model. */
  name?: string;
  /** What each component or symbol of the input stands for. */
  inputLabels?: string[];
  /** What each component of the output stands for. */
  outputLabels?: string[];
}

/**
 * What a tfjs model computes at inference, as a chain of layers with their weights.
 *
 * It takes sequential models and functional ones in which each layer reads the one before it: input, embedding, masking, the
 * five layers of normprop-layers, `tf.layers.lstm`, `bidirectional` of them, dense, `timeDistributed` of a dense layer, activation,
 * dropout and batchDataNormalization.
 *
 * @param model Built, on any backend; its weights are read, not kept.
 * @throws For any other layer, naming it; for an option that inference depends on and no file can say.
 */
export async function chainOf(model: LayersModel, names: ChainNames = {}): Promise<Chain> {
  const inOrder = layersInOrder(model);
  const chain: ChainLayer[] = [];
  for (const layer of inOrder) chain.push(...(await layerOf(layer)));
  if (chain.length === 0) throw new Error(`model '${model.name}': has no layers beside its input`);
  const symbols = chain[0].kind === 'embedding';
  const misplaced = chain.slice(1).find(({kind}) => kind === 'embedding');
  if (misplaced) throw unsupported(misplaced.name, 'an embedding behind other layers', 'put it first');
  const [input, output] = [model.inputs[0].shape, model.outputs[0].shape];
  const rank = symbols ? 2 : 3;
  if (input.length !== rank || (!symbols && input[2] == null)) {
    throw new Error(
      `model '${model.name}': expected inputs of shape [batch,time${symbols ? '' : ',features'}], got [${input.map((size) => size ?? '?').join(',')}]`,
    );
  }
  return {
    name: names.name ?? model.name,
    input: {
      name: 'input',
      kind: symbols ? 'symbols' : 'vectors',
      size: chain[0].kind === 'embedding' ? chain[0].embeddings.shape[0] : input[2]!,
      ...(names.inputLabels && {labels: names.inputLabels}),
    },
    output: {
      name: 'output',
      size: output[output.length - 1]!,
      sequence: output.length === 3,
      ...(names.outputLabels && {labels: names.outputLabels}),
    },
    layers: chain,
  };
}

/** The layers behind the input, each reading the one before it. */
function layersInOrder(model: LayersModel): layers.Layer[] {
  if (model.inputs == null || model.inputs.length === 0)
    throw new Error(
      `model '${model.name}': is not built; give its first layer an inputShape or call build()`,
    );
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new Error(
      `model '${model.name}': expected one input and one output, got ${model.inputs.length} and ${model.outputs.length}`,
    );
  }
  const backwards: layers.Layer[] = [];
  let tensor: SymbolicTensor = model.outputs[0];
  while (tensor !== model.inputs[0]) {
    const {sourceLayer: layer, inputs} = tensor;
    // A layer that is used twice, or reads an initial state, is no link of a chain.
    if (inputs.length !== 1)
      throw unsupported(
        layer.name,
        `a layer with ${inputs.length} inputs`,
        'each layer must read the one before it',
      );
    backwards.push(layer);
    tensor = inputs[0];
  }
  return backwards.reverse();
}
