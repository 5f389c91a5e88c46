import type {Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';

/** The five models of the comparison; each is one choice of normalisation in the same recurrence. */
export type RecurrentModel = 'lstm' | 'weightNorm' | 'normProp' | 'layerNorm' | 'batchNorm';

/** The activation of i, f and o: the sigmoid, or tfjs's own default, hardSigmoid(a) = clip(0.2 a + 0.5, 0, 1). */
export type RecurrentActivation = 'sigmoid' | 'hardSigmoid';

/**
 * How i ⊙ g enters the new cell: `standard` as it is; `preserving` as
 *
 *     c = f ⊙ c + √(1 − f² + 1e-6) ⊙ i ⊙ g
 *
 * so that independent i ⊙ g of variance v give a cell of variance v, whatever training makes of f. Ours, not the paper's.
 */
export type CellKind = 'standard' | 'preserving';

/**
 * What a cell pays for leaving the variance that it was made for; only for training. `lstm`, `weightNorm` and `normProp` can have it.
 *
 *     weight · mean over valid (t,b) of ln(q + 1e-4)²,   q = mean_j(c̃_j² / target_j)
 *
 * with c̃ the new cell, before zoneout and mask and before tanh. Valid are all steps, or those that the mask says; without one
 * the penalty is 0. The 1e-4 keeps value and gradient finite at c̃ = 0. Ours, not the paper's.
 */
export interface CellPenalty {
  /** λ, at least 0; 0.1 is a good one for a mean loss in nats. */
  weight: number;
  /** What c̃² is to be in the mean, a number or [H], greater than 0. Default, of `normProp` only, its cellVariance. It has no gradient. */
  target?: number | Tensor1D;
}

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
