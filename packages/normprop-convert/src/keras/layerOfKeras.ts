import * as tfl from '@tensorflow/tfjs-layers';
import {lstm} from 'normprop-layers';
import type {Weight} from '../chain/chain.js';
import {activationOfKeras} from './activationOfKeras.js';
import {constraintOfKeras, regularizerOfKeras} from './trainingObjects.js';
import {kerasObject, notImported, rate, size, tfjsName} from './kerasConfig.js';
import type {KerasObject} from './kerasConfig.js';

/** A layer of tfjs that does what one of Keras did. */
export interface ImportedLayer {
  layer: tfl.layers.Layer;
  /** Which parts of the Keras layer hold its weights, in tfjs's order; none where it has no weights. */
  parts: string[];
  /** Whether what it gives carries a mask; undefined where that is as before. */
  masks?: boolean;
  /** What Keras' weights are here, where they are not the same. */
  adapt?: (weights: Weight[]) => Weight[];
}

const known =
  'LSTM, Bidirectional(LSTM), Dense, TimeDistributed(Dense), Embedding, Masking, Dropout and Activation are';

/**
 * One layer of Keras as a layer of tfjs; LSTM as `lstm` of normprop-layers.
 *
 * @param masked Whether a mask comes in.
 * @throws For a layer or an option that is not supported here, naming it.
 */
export function layerOfKeras(given: KerasObject, masked: boolean): ImportedLayer {
  const {className, name, config} = given;
  const common = {name: tfjsName(name), trainable: config.trainable !== false};
  switch (className) {
    case 'LSTM':
      return {
        layer: lstmOf(given, masked),
        parts: [''],
        ...(hasHardGates(config) && {adapt: forHardSigmoid}),
        ...(config.return_sequences !== true && {masks: false}),
      };
    case 'Bidirectional':
      return bidirectionalOf(given, masked);
    case 'Dense':
      return {layer: denseOf(given), parts: ['']};
    case 'TimeDistributed': {
      const inner = kerasObject(config.layer, `layer '${name}', layer`);
      if (inner.className !== 'Dense')
        throw notImported(name, `TimeDistributed of ${inner.className}`, 'only one of Dense can');
      return {layer: tfl.layers.timeDistributed({...common, layer: denseOf(inner)}), parts: ['layer']};
    }
    case 'Embedding': {
      const maskZero = config.mask_zero === true;
      const layer = tfl.layers.embedding({
        ...common,
        inputDim: size(name, 'input_dim', config.input_dim),
        outputDim: size(name, 'output_dim', config.output_dim),
        maskZero,
        embeddingsRegularizer: regularizerOfKeras(name, config, 'embeddings_regularizer'),
        embeddingsConstraint: constraintOfKeras(name, config, 'embeddings_constraint'),
      });
      refuse(name, config, ['activity_regularizer']);
      return {layer, parts: [''], masks: maskZero};
    }
    case 'Masking':
      return {
        layer: tfl.layers.masking({...common, maskValue: config.mask_value as number}),
        parts: [],
        masks: true,
      };
    case 'Dropout': {
      refuse(name, config, ['noise_shape']);
      return {layer: tfl.layers.dropout({...common, rate: rate(name, 'rate', config.rate)}), parts: []};
    }
    case 'Activation':
      return {
        layer: tfl.layers.activation({...common, activation: activationOfKeras(name, config.activation)}),
        parts: [],
      };
    default:
      throw notImported(name, `a layer of class ${className}`, known);
  }
}

function denseOf({name, config}: KerasObject): tfl.layers.Layer {
  refuse(name, config, ['activity_regularizer', 'lora_rank', 'quantization_config']);
  return tfl.layers.dense({
    name: tfjsName(name),
    trainable: config.trainable !== false,
    units: size(name, 'units', config.units),
    useBias: config.use_bias !== false,
    activation: activationOfKeras(name, config.activation),
    kernelRegularizer: regularizerOfKeras(name, config, 'kernel_regularizer'),
    biasRegularizer: regularizerOfKeras(name, config, 'bias_regularizer'),
    kernelConstraint: constraintOfKeras(name, config, 'kernel_constraint'),
    biasConstraint: constraintOfKeras(name, config, 'bias_constraint'),
  });
}

function lstmOf({name, config}: KerasObject, masked: boolean): tfl.layers.Layer {
  if (config.activation !== 'tanh')
    throw notImported(name, `activation ${JSON.stringify(config.activation)}`, "an LSTM needs 'tanh'");
  const hard = hasHardGates(config);
  if (!hard && config.recurrent_activation !== 'sigmoid')
    throw notImported(
      name,
      `recurrent_activation ${JSON.stringify(config.recurrent_activation)}`,
      "an LSTM needs 'sigmoid' or 'hard_sigmoid'",
    );
  // The weights become others, and so would what these say about them.
  if (hard) refuse(name, config, trainingOptions);
  refuse(name, config, ['activity_regularizer', 'return_state', 'time_major']);
  if (masked && config.zero_output_for_mask === true)
    throw notImported(
      name,
      'zero_output_for_mask behind a mask',
      'outputs of padding are the last real ones here',
    );
  return lstm({
    name: tfjsName(name),
    trainable: config.trainable !== false,
    units: size(name, 'units', config.units),
    useBias: config.use_bias !== false,
    recurrentActivation: hard ? 'hardSigmoid' : 'sigmoid',
    unitForgetBias: config.unit_forget_bias !== false,
    returnSequences: config.return_sequences === true,
    goBackwards: config.go_backwards === true,
    stateful: config.stateful === true,
    dropout: rate(name, 'dropout', config.dropout),
    recurrentDropout: rate(name, 'recurrent_dropout', config.recurrent_dropout),
    kernelRegularizer: regularizerOfKeras(name, config, 'kernel_regularizer'),
    recurrentRegularizer: regularizerOfKeras(name, config, 'recurrent_regularizer'),
    biasRegularizer: regularizerOfKeras(name, config, 'bias_regularizer'),
    kernelConstraint: constraintOfKeras(name, config, 'kernel_constraint'),
    recurrentConstraint: constraintOfKeras(name, config, 'recurrent_constraint'),
    biasConstraint: constraintOfKeras(name, config, 'bias_constraint'),
  });
}

const trainingOptions = ['kernel', 'recurrent', 'bias'].flatMap((of) => [
  `${of}_regularizer`,
  `${of}_constraint`,
]);

function hasHardGates(config: Record<string, unknown>): boolean {
  return config.recurrent_activation === 'hard_sigmoid';
}

/**
 * The weights of LSTMs whose gates are Keras 3's hard sigmoid, clip(a/6 + 1/2, 0, 1), for tfjs's, clip(a/5 + 1/2, 0, 1): the
 * columns of i, f and o times 5/6.
 */
function forHardSigmoid(weights: Weight[]): Weight[] {
  return weights.map(({shape, values}) => {
    const columns = shape[shape.length - 1];
    const units = columns / 4;
    const isCandidate = (i: number): boolean => Math.floor((i % columns) / units) === 2; // i, f, c, o
    return {shape, values: values.map((value, i) => (isCandidate(i) ? value : (value * 5) / 6))};
  });
}

const mergeModes = ['concat', 'sum', 'ave', 'mul'] as const;
/** What both halves must agree in, since tfjs makes the second from the first. */
const shared = [
  'units',
  'use_bias',
  'recurrent_activation',
  'return_sequences',
  'stateful',
  'dropout',
  'recurrent_dropout',
];

function bidirectionalOf({name, config}: KerasObject, masked: boolean): ImportedLayer {
  const mergeMode = mergeModes.find((mode) => mode === config.merge_mode);
  if (mergeMode === undefined)
    throw notImported(
      name,
      `merge_mode ${JSON.stringify(config.merge_mode)}`,
      `use one of ${mergeModes.join(', ')}`,
    );
  const forward = kerasObject(config.layer, `layer '${name}', layer`);
  const halves = [forward];
  if (config.backward_layer != null)
    halves.push(kerasObject(config.backward_layer, `layer '${name}', backward_layer`));
  for (const half of halves) {
    if (half.className !== 'LSTM')
      throw notImported(name, `Bidirectional of ${half.className}`, 'only one of LSTM can');
    const differs = shared.find((option) => half.config[option] !== forward.config[option]);
    if (differs !== undefined)
      throw notImported(name, `a backward_layer with another ${differs}`, 'both halves must agree');
    if ((half === forward) === (half.config.go_backwards === true))
      throw notImported(name, 'halves that do not run in opposite directions', 'the first must run forwards');
  }
  const inner = lstmOf(forward, masked) as tfl.RNN;
  if (halves.length === 2) lstmOf(halves[1], masked); // for what it refuses
  return {
    layer: tfl.layers.bidirectional({
      name: tfjsName(name),
      trainable: config.trainable !== false,
      layer: inner,
      mergeMode,
    }),
    parts: ['forward_layer', 'backward_layer'],
    ...(hasHardGates(forward.config) && {adapt: forHardSigmoid}),
    ...(forward.config.return_sequences !== true && {masks: false}),
  };
}

/** Options that change the result and that tfjs or `lstm` does not have. */
function refuse(layer: string, config: Record<string, unknown>, options: string[]): void {
  const given = options.find((option) => config[option] != null && config[option] !== false);
  if (given !== undefined)
    throw notImported(layer, `the option ${given} (${JSON.stringify(config[given])})`, 'leave it out');
}
