import type {LSTMLayerArgs} from '@tensorflow/tfjs-layers';
import type {CellKind, RecurrentActivation} from 'normprop-core';
import type {Constraint, Initializer, Regularizer} from '../tfjs/classes.js';
import type {Identifier} from '../tfjs/resolve.js';

/** What every tfjs layer takes. */
export type LayerArgs = Pick<
  LSTMLayerArgs,
  'inputShape' | 'batchInputShape' | 'batchSize' | 'dtype' | 'name' | 'trainable' | 'weights' | 'inputDType'
>;

/** Options that all five cells and layers share. */
export interface LSTMCellArgs extends LayerArgs {
  /** H, the size of h and c. */
  units: number;
  /**
   * `'preserving'`: i ⊙ g enters the new cell times √(1 − f²), so that the variance of c stays whatever training makes of f;
   * ours, not the paper's. Default `'standard'`.
   */
  cell?: CellKind;
  /** Only 'tanh' exists. */
  activation?: 'tanh';
  /** Default 'sigmoid'. `lstm` also has 'hardSigmoid', clip(0.2 a + 0.5, 0, 1), the default of tf.layers.lstm. */
  recurrentActivation?: RecurrentActivation;
  /** Whether there is a bias; default true. */
  useBias?: boolean;
  /** Default `orthogonal()`: one orthogonal block per gate. */
  kernelInitializer?: Identifier<Initializer>;
  /** Default `orthogonal()`. */
  recurrentInitializer?: Identifier<Initializer>;
  /** Default zeros; the forget gate gets `forgetBias` unless only this option is given. */
  biasInitializer?: Identifier<Initializer>;
  /** The forget gate's first bias; default 1. */
  forgetBias?: number;
  /**
   * As in Keras: true is `forgetBias: 1`; false leaves the forget gate to `biasInitializer`, and without one is `forgetBias: 0`.
   */
  unitForgetBias?: boolean;
  /** Loss on the kernel; layers only, since tf.layers.rnn ignores the losses of its cell. */
  kernelRegularizer?: Identifier<Regularizer> | null;
  /** Loss on the recurrent kernel; layers only. */
  recurrentRegularizer?: Identifier<Regularizer> | null;
  /** Loss on the bias; layers only. */
  biasRegularizer?: Identifier<Regularizer> | null;
  /** Projection of the kernel; under `fit` see `constraintCallback`. */
  kernelConstraint?: Identifier<Constraint> | null;
  /** Projection of the recurrent kernel. */
  recurrentConstraint?: Identifier<Constraint> | null;
  /** Projection of the bias. */
  biasConstraint?: Identifier<Constraint> | null;
  /** Share of the candidate g dropped, a new mask each step (Semeniuta et al. 2016); default 0. */
  candidateDropout?: number;
  /** Share of c that keeps its old value, a new mask each step; at inference the expectation (Krueger et al. 2016). */
  zoneoutCell?: number;
  /** The same for h. */
  zoneoutHidden?: number;
  /**
   * s, by which h is multiplied for what follows the layer; the recurrence uses h itself, and so do returned states.
   * Default 1. A head learns faster from a larger h (of Norm Prop it has variance 1). In a lone cell the state h is
   * kept as s·h, since tf.layers.rnn gives the state out where a step is masked.
   */
  outputScale?: number;
  /** Integer that fixes the masks, and the weights where their initializer is the default; random when absent. */
  seed?: number | null;
  /** 1 or 2, as in tf.layers.lstm, where they differ in speed; here there is one way, the fastest. Default 2. */
  implementation?: number;
}

export const layerArgNames = [
  'inputShape',
  'batchInputShape',
  'batchSize',
  'dtype',
  'name',
  'trainable',
  'weights',
  'inputDType',
] as const;

export const regularizerNames = ['kernelRegularizer', 'recurrentRegularizer', 'biasRegularizer'] as const;

export const cellArgNames = [
  'units',
  'cell',
  'activation',
  'recurrentActivation',
  'useBias',
  'kernelInitializer',
  'recurrentInitializer',
  'biasInitializer',
  'forgetBias',
  'unitForgetBias',
  ...regularizerNames,
  'kernelConstraint',
  'recurrentConstraint',
  'biasConstraint',
  'candidateDropout',
  'zoneoutCell',
  'zoneoutHidden',
  'outputScale',
  'seed',
  'implementation',
] as const;
