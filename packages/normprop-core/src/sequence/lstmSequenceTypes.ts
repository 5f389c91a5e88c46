import type {Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';

/** The five models of the comparison; each is one choice of normalisation in the same recurrence. */
export type RecurrentModel = 'lstm' | 'weightNorm' | 'normProp' | 'layerNorm' | 'batchNorm';

/** The trainable weights of one LSTM, gates in the order i, f, c, o (H units, D inputs). */
export interface LSTMWeights {
  /** Input weights [D,4H]. */
  kernel: Tensor2D;
  /** Recurrent weights [H,4H]. */
  recurrentKernel: Tensor2D;
  /** Bias [4H]; zeros when absent. */
  bias?: Tensor1D;
  /** Gains of the input product [4H]: all models but `lstm`. */
  gammaX?: Tensor1D;
  /** Gains of the recurrent product [4H]: all models but `lstm`. */
  gammaH?: Tensor1D;
  /** Gain of the cell's tanh [H] or [1]: `normProp`, `layerNorm`, `batchNorm`. */
  gammaC?: Tensor1D;
  /** Shift of the normalised input product [4H]: `layerNorm`, `batchNorm`; zeros when absent. */
  betaX?: Tensor1D;
  /** Shift of the normalised recurrent product [4H]: `layerNorm`, `batchNorm`; zeros when absent. */
  betaH?: Tensor1D;
  /** Shift of the normalised cell [H]: `layerNorm`, `batchNorm`; zeros when absent. */
  betaC?: Tensor1D;
}

/** Means and (biased) variances of Batch Norm, one row per time step. */
export type BatchStatistics = {
  /** Mean of x·kernel [T,4H]. */
  meanX: Tensor2D;
  /** Variance of x·kernel [T,4H]. */
  varianceX: Tensor2D;
  /** Mean of h·recurrentKernel [T,4H]. */
  meanH: Tensor2D;
  /** Variance of h·recurrentKernel [T,4H]. */
  varianceH: Tensor2D;
  /** Mean of c [T,H]. */
  meanC: Tensor2D;
  /** Variance of c [T,H]. */
  varianceC: Tensor2D;
};

/** How the weights enter the recurrence: which model, and its constants. */
export interface LSTMModelOptions {
  /** Default `lstm`, the baseline. */
  model?: RecurrentModel;
  /** Var[c] of `normProp`, a number or [H]; see `normPropVariances`. */
  cellVariance?: number | Tensor1D;
  /** Var[h] of `normProp`, a number or [H]. */
  hiddenVariance?: number | Tensor1D;
  /** Added to the variances of `layerNorm` and `batchNorm`; default 1e-5. */
  epsilon?: number;
  /** `layerNorm`: normalise each gate's H columns by themselves instead of all 4H together; default false. */
  perGate?: boolean;
}

/** Masks and inference constants, the same for a sequence and for a step but for the leading T. */
export interface LSTMSequenceOptions extends LSTMModelOptions {
  /** h and c before the first step, [B,H] each; zeros when absent. */
  initialState?: [hidden: Tensor2D, cell: Tensor2D];
  /** [T,B], 1 = a real step, 0 = carry h and c (the output is the carried h). */
  mask?: Tensor2D;
  /** Keras' and Gal's recurrent dropout: one mask [B,H] on h for the whole sequence, divided by the keep probability. */
  recurrentDropoutMask?: Tensor2D;
  /** Semeniuta's recurrent dropout: a mask [T,B,H] on the candidate g, divided by the keep probability. */
  candidateDropoutMask?: Tensor3D;
  /** Zoneout of c: [T,B,H] of 0 and 1 (1 keeps the old value), or at inference the rate, a number. */
  zoneoutCell?: number | Tensor3D;
  /** Zoneout of h, as `zoneoutCell`. */
  zoneoutHidden?: number | Tensor3D;
  /** Run from the last step to the first; outputs stay in the order in which they were computed, as tfjs does. */
  goBackwards?: boolean;
  /**
   * x is [B,T,D], the mask [B,T] and the outputs [B,T,H], as layers have them; on backends with kernels that saves the
   * transposes. The masks of candidate and zoneout stay time-major. Default false.
   */
  batchMajor?: boolean;
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
  /** `batchNorm` without `populationStatistics`: the statistics that were used (no gradient). */
  statistics?: BatchStatistics;
};
