import type {LayersModel} from '@tensorflow/tfjs-layers';
import type {Chain, ChainLayer, Recurrence, Weight} from '../chain/chain.js';
import {asChain} from '../chain/asChain.js';
import type {ChainNames} from '../chain/chainOf.js';
import {unsupported} from '../chain/unsupported.js';
import {writeSafetensors} from '../safetensors/writeSafetensors.js';

const activations = ['linear', 'sigmoid', 'tanh', 'relu', 'softmax'];
const normalised = ['layerNorm', 'batchNorm'];

/**
 * The file that `loadModel` of normprop-runtime reads: safetensors whose metadata describe the model.
 *
 * @param model A tfjs model that `chainOf` can take, or a chain.
 * @param names What to call the model and its components.
 * @returns The file.
 * @throws For a layer that `chainOf` or the runtime does not have (masking, other activations of dense layers), naming it.
 *
 * Source: FORMAT.md of normprop-runtime, version 1.
 *
 * @example
 * await writeFile('model.safetensors', await exportRuntime(model));
 */
export async function exportRuntime(model: LayersModel | Chain, names: ChainNames = {}): Promise<Uint8Array> {
  const {name, input, output, layers} = await asChain(model, names);
  const tensors: Array<[string, Weight]> = [];
  const description = {
    name,
    producer: 'normprop-convert',
    inputs: [input],
    outputs: [output],
    layers: layers.map((layer) => describe(layer, tensors)),
  };
  return writeSafetensors(tensors, {
    format: 'normprop-model',
    version: '1',
    model: JSON.stringify(description),
  });
}

function describe(layer: ChainLayer, tensors: Array<[string, Weight]>): object {
  const {name, kind} = layer;
  const named = (weights: Record<string, Weight | undefined>, prefix = name) => {
    const present = Object.entries(weights).filter(
      (entry): entry is [string, Weight] => entry[1] !== undefined,
    );
    for (const [role, weight] of present) tensors.push([`${prefix}/${role}`, weight]);
    return {tensors: Object.fromEntries(present.map(([role]) => [role, `${prefix}/${role}`]))};
  };
  switch (kind) {
    case 'recurrent':
      return {type: layer.type, name, ...options(layer), ...named(layer.weights)};
    case 'bidirectional': {
      const half = (side: 'forward' | 'backward') => ({
        type: layer[side].type,
        ...options(layer[side]),
        ...named(layer[side].weights, `${name}/${side}`),
      });
      return {
        type: kind,
        name,
        mergeMode: layer.mergeMode,
        forward: half('forward'),
        backward: half('backward'),
      };
    }
    case 'embedding': {
      if (layer.maskZero) throw unsupported(name, 'maskZero', 'the runtime has no masks; give it no padding');
      const [inputDim, outputDim] = layer.embeddings.shape;
      return {type: kind, name, inputDim, outputDim, ...named({embeddings: layer.embeddings})};
    }
    case 'dense': {
      const [inputSize, units] = layer.kernel.shape;
      const {kernel, bias} = layer;
      return {
        type: kind,
        name,
        inputSize,
        units,
        activation: activation(name, layer.activation),
        ...named({kernel, bias}),
      };
    }
    case 'activation':
      return {type: kind, name, activation: activation(name, layer.activation)};
    case 'batchDataNormalization':
      return {
        type: kind,
        name,
        epsilon: layer.epsilon,
        ...named({population_mean: layer.mean, population_variance: layer.variance}),
      };
    case 'dropout':
      return {type: kind, name, rate: layer.rate};
    case 'masking':
      throw unsupported(name, 'masking', 'the runtime has no masks; give it no padding');
  }
}

function options(recurrence: Recurrence): object {
  const {weights, type, perGate, epsilon, ...shared} = recurrence;
  void weights;
  const {inputSize, units, returnSequences, goBackwards, recurrentActivation} = shared;
  const {cell, outputScale, zoneoutCell, zoneoutHidden} = shared;
  return {
    inputSize,
    units,
    returnSequences,
    goBackwards,
    recurrentActivation,
    cell,
    outputScale,
    zoneoutCell,
    zoneoutHidden,
    ...(type === 'layerNorm' && {perGate}),
    ...(normalised.includes(type) && {epsilon}),
  };
}

function activation(layer: string, name: string): string {
  if (activations.includes(name)) return name;
  throw unsupported(layer, `activation '${name}'`, `the runtime has ${activations.join(', ')}`);
}
