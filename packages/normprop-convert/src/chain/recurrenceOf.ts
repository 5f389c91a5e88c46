import type {layers, LayerVariable} from '@tensorflow/tfjs-layers';
import type {Recurrence, RecurrentType, Weight} from './chain.js';
import {readWeight} from './readWeight.js';
import {unsupported} from './unsupported.js';

/** Class names of the layers of normprop-layers. Names, not classes: the package is then not loaded for an export. */
const types: Record<string, RecurrentType> = {
  BaselineLSTM: 'lstm',
  WeightNormLSTM: 'weightNorm',
  NormPropLSTM: 'normProp',
  LayerNormLSTM: 'layerNorm',
  BatchNormLSTM: 'batchNorm',
  LSTM: 'lstm',
};

/** Weights that only training reads. */
const trainingOnly = new Set(['tracked_calls', 'population_updates']);

/** Whether a layer is a recurrent one that can be taken over. */
export function isRecurrent(layer: layers.Layer): boolean {
  return layer.getClassName() in types;
}

/**
 * What a layer of normprop-layers or a `tf.layers.lstm` computes at inference.
 *
 * @throws For an activation other than tanh, and gates other than sigmoid and hardSigmoid.
 */
export async function recurrenceOf(layer: layers.Layer): Promise<Recurrence> {
  const {name} = layer;
  const type = types[layer.getClassName()];
  const config = layer.getConfig() as Record<string, unknown>;
  if (config.activation !== 'tanh')
    throw unsupported(name, `activation '${camelCase(config.activation)}'`, "use 'tanh'");
  const gates = camelCase(config.recurrentActivation);
  if (gates !== 'sigmoid' && gates !== 'hardSigmoid')
    throw unsupported(name, `recurrentActivation '${gates}'`, "use 'sigmoid' or 'hardSigmoid'");
  const weights = await weightsOf(layer);
  const [inputSize, columns] = weights.kernel.shape;
  return {
    type,
    inputSize,
    units: columns / 4,
    returnSequences: config.returnSequences === true,
    goBackwards: config.goBackwards === true,
    recurrentActivation: gates,
    cell: config.cell === 'preserving' ? 'preserving' : 'standard',
    outputScale: (config.outputScale as number | undefined) ?? 1,
    zoneoutCell: (config.zoneoutCell as number | undefined) ?? 0,
    zoneoutHidden: (config.zoneoutHidden as number | undefined) ?? 0,
    perGate: config.perGate === true,
    epsilon: (config.epsilon as number | undefined) ?? 1e-5,
    weights,
  };
}

/** tfjs's configs have `hard_sigmoid` where its arguments have `hardSigmoid`. */
export function camelCase(name: unknown): string {
  return String(name).replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

async function weightsOf(layer: layers.Layer): Promise<Record<string, Weight>> {
  if (layer.weights.length === 0)
    throw new Error(`layer '${layer.name}': has no weights yet; build the model first`);
  const read = await Promise.all(
    layer.weights.map(async (variable) => [plainName(variable), await readWeight(variable)] as const),
  );
  return Object.fromEntries(read.filter(([name]) => !trainingOnly.has(name)));
}

/** `kernel` for `lstm_LSTM1/kernel`. */
function plainName({originalName}: LayerVariable): string {
  return originalName.slice(originalName.lastIndexOf('/') + 1);
}
