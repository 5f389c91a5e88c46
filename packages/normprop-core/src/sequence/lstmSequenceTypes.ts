import type {Scalar, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import type {
  BatchStatistics,
  CellKind,
  CellPenalty,
  LSTMModelOptions,
  RecurrentActivation,
} from '../weights/lstmTypes.js';

/** Masks and inference constants, the same for a sequence and for a step but for the leading T. */
export interface LSTMSequenceOptions extends LSTMModelOptions {
  /** h and c before the first step, [B,H] each; zeros when absent. */
  initialState?: [hidden: Tensor2D, cell: Tensor2D];
  /**
   * [T,B], 1 = a real step, 0 = carry h and c (the output is the carried h). What x holds at a masked step has no effect, NaN neither
   * (with `batchStatisticsOver: 'allRows'` it counts, but for NaN, infinities and values of 1e19 and more, which are read as zeros).
   */
  mask?: Tensor2D;
  /** Keras' and Gal's recurrent dropout: one mask [B,H] on h for the whole sequence, divided by the keep probability. */
  recurrentDropoutMask?: Tensor2D;
  /** Semeniuta's recurrent dropout: a mask [T,B,H] on the candidate g, divided by the keep probability. */
  candidateDropoutMask?: Tensor3D;
  /** Zoneout of c: [T,B,H] of 0 and 1 (1 keeps the old value), or at inference the rate, a number. */
  zoneoutCell?: number | Tensor3D;
  /** Zoneout of h, as `zoneoutCell`. */
  zoneoutHidden?: number | Tensor3D;
  /** Default `sigmoid`, which the constants of `normProp` assume. */
  recurrentActivation?: RecurrentActivation;
  /** Default `standard`. */
  cell?: CellKind;
  /** Gives `cellPenalty` in the result, to be added to the loss. */
  cellPenalty?: CellPenalty;
  /** Run from the last step to the first; outputs stay in the order in which they were computed, as tfjs does. */
  goBackwards?: boolean;
  /**
   * x is [B,T,D], the mask [B,T] and the outputs [B,T,H], as layers have them; on backends with kernels that saves the
   * transposes. The masks of candidate and zoneout stay time-major. Default false.
   */
  batchMajor?: boolean;
  /** Give c of every step in the result; default false. */
  returnCells?: boolean;
  /** `batchNorm` at inference: use these instead of the batch's; beyond their last row, the last row. */
  populationStatistics?: BatchStatistics;
  /** `batchNorm` with a mask: over which rows the statistics run; default `validRows`. */
  batchStatisticsOver?: 'validRows' | 'allRows';
}

/** What `lstmSequence` returns. */
export type LSTMSequenceResult = {
  /** h_t for every step, [T,B,H]. */
  outputs: Tensor3D;
  /** h after the last step, [B,H]. */
  hidden: Tensor2D;
  /** c after the last step, [B,H]. */
  cell: Tensor2D;
  /** With `returnCells`: c_t for every step, shaped as `outputs`; for looking at, it has no gradient. */
  cells?: Tensor3D;
  /** With the option of that name: the penalty, differentiable as the outputs are. */
  cellPenalty?: Scalar;
  /** `batchNorm` without `populationStatistics`: the statistics that were used (no gradient). */
  statistics?: BatchStatistics;
};

/** The options of `lstmSequence` that do not need all inputs at once. */
export type SequenceStepsOptions = Omit<
  LSTMSequenceOptions,
  | 'initialState'
  | 'mask'
  | 'batchStatisticsOver'
  | 'goBackwards'
  | 'batchMajor'
  | 'returnCells'
  | 'cellPenalty'
>;
