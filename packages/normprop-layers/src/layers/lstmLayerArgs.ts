import type {Tensor} from '@tensorflow/tfjs-core';
import type {LSTMCellArgs} from '../cells/lstmCellArgs.js';

/** Drops a share `rate` of x. */
export type DropoutFunc = (x: Tensor, rate: number) => Tensor;

/** Options that all five layers share beside those of their cells. */
export interface SequenceArgs {
  /** Return h of every step [B,T,H] instead of the last one [B,H]; default false. */
  returnSequences?: boolean;
  /** Return the last h and c too; default false. */
  returnState?: boolean;
  /** Run from the last step to the first; the outputs stay in the order of computation. Default false. */
  goBackwards?: boolean;
  /** Start each batch from the state in which the last one ended; default false. */
  stateful?: boolean;
  /** As in tf.layers.lstm, where it trades memory for speed; here the sequence is one op either way. Default false. */
  unroll?: boolean;
  /** Train the first h and c, which start as zeros; default false. */
  learnInitialState?: boolean;
  /** Share of the inputs dropped in training, one mask per sequence as in Keras; default 0. */
  dropout?: number;
  /** Share of h dropped on its way into the next step, one mask per sequence (Gal & Ghahramani 2016); default 0. */
  recurrentDropout?: number;
  /**
   * As in tf.layers.lstm: makes the masks of `dropout` and `recurrentDropout` from ones, [B,D] and [B,H], and the rate, in
   * place of the layer's own masks from `seed`. It is not saved with the layer.
   */
  dropoutFunc?: DropoutFunc;
  /** D, instead of `inputShape`. */
  inputDim?: number;
  /** T, with `inputDim`. */
  inputLength?: number;
}

/** Options of an LSTM layer. */
export type LSTMArgs<CellArgs extends LSTMCellArgs = LSTMCellArgs> = CellArgs & SequenceArgs;

export const sequenceArgNames = [
  'returnSequences',
  'returnState',
  'goBackwards',
  'stateful',
  'unroll',
  'learnInitialState',
  'dropout',
  'recurrentDropout',
  'dropoutFunc',
  'inputDim',
  'inputLength',
] as const;
