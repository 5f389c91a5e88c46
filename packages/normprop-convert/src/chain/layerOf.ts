import type {layers, LayerVariable} from '@tensorflow/tfjs-layers';
import type {ChainLayer, Recurrence} from './chain.js';
import {readWeight} from './readWeight.js';
import {camelCase, isRecurrent, recurrenceOf} from './recurrenceOf.js';
import {unsupported} from './unsupported.js';

const mergeModes = ['concat', 'sum', 'ave', 'mul'] as const;
const taken =
  'exports know Embedding, Masking, LSTM and the layers of normprop-layers, Bidirectional, Dense, TimeDistributed(Dense), Activation, Dropout';

/**
 * One layer of a tfjs model as layers of a chain; an input layer gives none.
 *
 * @throws For a layer or option that cannot be taken over, naming it.
 */
export async function layerOf(layer: layers.Layer): Promise<ChainLayer[]> {
  const {name} = layer;
  const className = layer.getClassName();
  const config = layer.getConfig() as Record<string, unknown>;
  if (config.returnState === true)
    throw unsupported(name, 'returnState', 'the exported files give the states of all layers by themselves');
  if (isRecurrent(layer)) return [{kind: 'recurrent', name, ...(await recurrenceOf(layer))}];
  switch (className) {
    case 'InputLayer':
      return [];
    case 'Embedding':
      return [
        {
          kind: 'embedding',
          name,
          maskZero: config.maskZero === true,
          embeddings: await weight(layer, 'embeddings'),
        },
      ];
    case 'Masking':
      return [{kind: 'masking', name, maskValue: config.maskValue as number}];
    case 'Bidirectional':
      return [await bidirectional(layer, config)];
    case 'Dense':
      return [await dense(name, layer)];
    case 'TimeDistributed': {
      const {layer: inner} = layer as unknown as {layer: layers.Layer};
      if (inner.getClassName() !== 'Dense')
        throw unsupported(name, `TimeDistributed of ${inner.getClassName()}`, 'only one of Dense can');
      return [await dense(name, inner)];
    }
    case 'Activation':
      return [{kind: 'activation', name, activation: camelCase(config.activation)}];
    case 'Dropout':
      return [{kind: 'dropout', name, rate: config.rate as number}];
    case 'BatchDataNormalization':
      return [
        {
          kind: 'batchDataNormalization',
          name,
          epsilon: config.epsilon as number,
          mean: await weight(layer, 'population_mean'),
          variance: await weight(layer, 'population_variance'),
        },
      ];
    default:
      throw unsupported(name, `a layer of class ${className}`, taken);
  }
}

async function dense(name: string, layer: layers.Layer): Promise<ChainLayer> {
  const config = layer.getConfig() as {activation: string; useBias: boolean};
  return {
    kind: 'dense',
    name,
    kernel: await weight(layer, 'kernel'),
    ...(config.useBias && {bias: await weight(layer, 'bias')}),
    activation: camelCase(config.activation),
  };
}

async function bidirectional(layer: layers.Layer, config: Record<string, unknown>): Promise<ChainLayer> {
  const {name} = layer;
  const halves = layer as unknown as Record<'forwardLayer' | 'backwardLayer', layers.Layer>;
  const mode = mergeModes.find((each) => each === config.mergeMode);
  if (mode === undefined)
    throw unsupported(name, `mergeMode ${String(config.mergeMode)}`, `use one of ${mergeModes.join(', ')}`);
  const half = async (inner: layers.Layer): Promise<Recurrence> => {
    if (!isRecurrent(inner))
      throw unsupported(name, `Bidirectional of ${inner.getClassName()}`, 'only one of an LSTM can');
    if ((inner.getConfig() as {stateful: boolean}).stateful)
      throw unsupported(
        name,
        'a stateful Bidirectional',
        'the end of a sequence is no start for its reverse',
      );
    return recurrenceOf(inner);
  };
  return {
    kind: 'bidirectional',
    name,
    mergeMode: mode,
    forward: await half(halves.forwardLayer),
    backward: await half(halves.backwardLayer),
  };
}

async function weight(layer: layers.Layer, role: string) {
  const found = layer.weights.find(({originalName}: LayerVariable) => originalName.split('/').pop() === role);
  if (found === undefined)
    throw new Error(`layer '${layer.name}': has no weight '${role}'; build the model first`);
  return readWeight(found);
}
