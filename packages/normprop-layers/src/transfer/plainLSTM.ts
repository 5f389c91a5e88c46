import type {RecurrentActivation} from 'normprop-core';
import type {LayerVariable} from '@tensorflow/tfjs-layers';
import type * as tfl from '@tensorflow/tfjs-layers';
import type {NormalizedLSTM} from '../layers/NormalizedLSTM.js';
import {checkActivation} from '../options/checkActivation.js';

/** A layer made by `tf.layers.lstm`. */
export type PlainLSTM = tfl.RNN;

/** Weights of a `tf.layers.lstm`. */
export interface PlainWeights {
  kernel: LayerVariable;
  recurrentKernel: LayerVariable;
  bias: LayerVariable | null;
}

/**
 * The weights of a `tf.layers.lstm` that computes tanh and a given activation of the gates.
 *
 * @throws If the layer is not an LSTM, not built, or has other activations.
 */
export function plainWeights(layer: PlainLSTM, activation: RecurrentActivation): PlainWeights {
  const className = layer.getClassName();
  if (className !== 'LSTM') throw new Error(`plain: expected a tf.layers.lstm, got ${className}`);
  // tfjs's RNN does not mark itself as built, its cell does.
  if (!layer.cell.built)
    throw new Error('plain: expected a built layer; apply it or put it in a model first');
  const cell = layer.cell as unknown as PlainWeights & {activation: unknown; recurrentActivation: unknown};
  checkActivation('plain.activation', cell.activation, ['tanh']);
  checkActivation('plain.recurrentActivation', cell.recurrentActivation, [activation]);
  return cell;
}

/** Throws if a layer computes what no LSTM does, whatever its weights are. */
export function checkRecurrence({cell: {outputScale, kind}}: NormalizedLSTM): void {
  if (outputScale !== 1) {
    throw new Error(`layer: expected an outputScale of 1, as every LSTM has it, got ${outputScale}`);
  }
  if (kind !== 'standard')
    throw new Error(`layer: expected the standard cell, as every LSTM has it, got '${kind}'`);
}

/** Throws unless both layers have the same sizes. */
export function checkSameShape(name: string, ours: LayerVariable, theirs: LayerVariable): void {
  if (ours.shape.join() !== theirs.shape.join()) {
    throw new Error(
      `${name}: expected the shapes of both layers to agree, got [${ours.shape.join(',')}] here and ` +
        `[${theirs.shape.join(',')}] in the tf.layers.lstm`,
    );
  }
}
