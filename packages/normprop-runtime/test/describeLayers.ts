import type {serialization} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import type {LayerToWrite, Written} from './writeFile.js';

/** Our layers and tfjs's own as layers of a model file, for tests. */
export function describeLayers(layers: tfl.layers.Layer[]): LayerToWrite[] {
  return layers.flatMap((layer) => {
    const one = describeLayer(layer);
    return one ? [one] : [];
  });
}

const types: Record<string, string> = {
  LSTM: 'lstm',
  BaselineLSTM: 'lstm',
  WeightNormLSTM: 'weightNorm',
  NormPropLSTM: 'normProp',
  LayerNormLSTM: 'layerNorm',
  BatchNormLSTM: 'batchNorm',
};
const notWritten = ['population_updates', 'tracked_calls'];

function tensorsOf(layer: tfl.layers.Layer, within = ''): Record<string, Written> {
  const tensors: Record<string, Written> = {};
  for (const weight of layer.weights) {
    if (!weight.originalName.includes(within)) continue;
    const role = weight.originalName.split('/').at(-1)!;
    if (notWritten.includes(role)) continue;
    const value = weight.read();
    tensors[role] = {shape: value.shape, values: value.dataSync() as Float32Array};
  }
  return tensors;
}

function recurrent(layer: tfl.layers.Layer, config: serialization.ConfigDict): LayerToWrite {
  const tensors = tensorsOf(layer);
  const [inputSize] = tensors.kernel.shape;
  const option = (name: string) => (config[name] === undefined ? {} : {[name]: config[name]});
  const hard = config.recurrentActivation === 'hardSigmoid' || config.recurrentActivation === 'hard_sigmoid';
  const type = types[layer.getClassName()];
  return {
    type,
    name: layer.name,
    inputSize,
    units: config.units,
    recurrentActivation: hard ? 'hardSigmoid' : 'sigmoid',
    ...['returnSequences', 'goBackwards', 'outputScale', 'zoneoutCell', 'zoneoutHidden'].reduce(
      (all, name) => ({...all, ...option(name)}),
      {},
    ),
    ...(typeof config.cell === 'string' && {cell: config.cell}),
    ...(type === 'layerNorm' && {...option('perGate'), ...option('epsilon')}),
    ...(type === 'batchNorm' && option('epsilon')),
    tensors,
  };
}

function describeLayer(layer: tfl.layers.Layer): LayerToWrite | undefined {
  const config = layer.getConfig();
  const {name} = layer;
  const className = layer.getClassName();
  if (className in types) {
    const {cell} = layer as unknown as {cell: tfl.layers.Layer};
    return recurrent(layer, {...cell.getConfig(), ...config});
  }
  switch (className) {
    case 'Dense': {
      const tensors = tensorsOf(layer);
      const [inputSize, units] = tensors.kernel.shape;
      return {type: 'dense', name, inputSize, units, activation: config.activation, tensors};
    }
    case 'Embedding': {
      const {embeddings} = tensorsOf(layer);
      const [inputDim, outputDim] = embeddings.shape;
      return {type: 'embedding', name, inputDim, outputDim, tensors: {embeddings}};
    }
    case 'Activation':
      return {type: 'activation', name, activation: config.activation};
    case 'Dropout':
      return {type: 'dropout', name, rate: config.rate};
    case 'BatchDataNormalization':
      return {type: 'batchDataNormalization', name, epsilon: config.epsilon, tensors: tensorsOf(layer)};
    case 'Bidirectional': {
      const {forwardLayer, backwardLayer} = layer as unknown as Record<string, tfl.layers.Layer>;
      const half = (of: tfl.layers.Layer): LayerToWrite => {
        const described: Record<string, unknown> = {...describeLayer(of)!};
        delete described.name;
        return described as LayerToWrite;
      };
      return {
        type: 'bidirectional',
        name,
        mergeMode: config.mergeMode,
        forward: half(forwardLayer),
        backward: half(backwardLayer),
      };
    }
    case 'InputLayer':
      return undefined;
    default:
      throw new Error(`no description for ${className}`);
  }
}
