/** Which normalisation the recurrence applies to x·kernel, to h·recurrentKernel and to the cell. */
export type Normalizer = 'none' | 'layer' | 'batch';

/** Means and biased variances of Batch Norm, one row per time step, in the order in which the steps are computed. */
export interface LSTMStatistics {
  /** Mean of x·kernel over the batch, [T,4H]. */
  meanX: Float32Array;
  /** Variance of x·kernel over the batch, [T,4H]. */
  varianceX: Float32Array;
  /** Mean of h·recurrentKernel over the batch, [T,4H]. */
  meanH: Float32Array;
  /** Variance of h·recurrentKernel over the batch, [T,4H]. */
  varianceH: Float32Array;
  /** Mean of the new cell over the batch, [T,H]. */
  meanC: Float32Array;
  /** Variance of the new cell over the batch, [T,H]. */
  varianceC: Float32Array;
}

/**
 * The recurrence's arguments. Every array is row-major float32; gates in the order i, f, c, o.
 *
 * Per step, with Zc = 1 − m(1−zc) and Zh = 1 − m(1−zh) (so that a masked row carries its state):
 *
 *     a = Nx(x·kernel) + Nh((h ⊙ r)·recurrentKernel) + bias
 *     i, f, o = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o);   g = tanh(a_c)
 *     c~ = i ⊙ g ⊙ k + f ⊙ c;          h~ = hiddenScale ⊙ o ⊙ tanh(Nc(c~))
 *     c  = Zc ⊙ c + (1−Zc) ⊙ c~;       h  = Zh ⊙ h + (1−Zh) ⊙ h~
 *
 * `none`: Nx and Nh are the identity and Nc(c) = cellScale ⊙ c. `layer` and `batch`: N(z) = γ ⊙ (z−μ)/√(σ²+ε) + β.
 */
export interface LSTMForwardArgs {
  /** T, at least 1. */
  timeSteps: number;
  /** B, at least 1. */
  batch: number;
  /** D, at least 1. */
  inputSize: number;
  /** H, at least 1. */
  units: number;
  /** Inputs [T,B,D], with `batchMajor` [B,T,D]. */
  x: Float32Array;
  /** Input weights [D,4H]. */
  kernel: Float32Array;
  /** Recurrent weights [H,4H]. */
  recurrentKernel: Float32Array;
  /**
   * From `packLSTMWeights` of this `kernel` and `recurrentKernel` (and gains), which are then not read again: for loops of short calls, where bringing
   * the weights into order would take most of the time.
   */
  packedWeights?: PackedLSTMWeights;
  /**
   * Weight normalisation: the norms [4H] that the columns of `kernel` are brought to first, W ← γ ⊙ W/‖W column‖. With
   * `packedWeights` the same as they were packed with.
   */
  columnGainX?: Float32Array;
  /** The same for `recurrentKernel`. */
  columnGainH?: Float32Array;
  /** Bias [4H]; zeros when absent. */
  bias?: Float32Array;
  /** h before the first step [B,H]; zeros when absent. */
  h0?: Float32Array;
  /** c before the first step [B,H]; zeros when absent. */
  c0?: Float32Array;

  /** Default `none`. */
  normalizer?: Normalizer;
  /** `none` only: s_c [H], for Norm Prop γc/√Var[c]; ones when absent. */
  cellScale?: Float32Array;
  /** s_h [H], for Norm Prop 1/√Var[h]; ones when absent. */
  hiddenScale?: Float32Array;
  /** `layer` and `batch`: gain of the input product [4H], required. */
  gammaX?: Float32Array;
  /** `layer` and `batch`: gain of the recurrent product [4H], required. */
  gammaH?: Float32Array;
  /** `layer` and `batch`: gain of the cell [H], required. */
  gammaC?: Float32Array;
  /** `layer` and `batch`: shift of the input product [4H]; zeros when absent. */
  betaX?: Float32Array;
  /** `layer` and `batch`: shift of the recurrent product [4H]; zeros when absent. */
  betaH?: Float32Array;
  /** `layer` and `batch`: shift of the cell [H]; zeros when absent. */
  betaC?: Float32Array;
  /** `layer` and `batch`: added to the variance inside the root; default 1e-5. */
  epsilon?: number;
  /** `layer`: normalise each gate's H columns by themselves instead of all 4H together; default false. */
  perGate?: boolean;
  /**
   * `batch` at inference: use these instead of the batch's. Any number of rows, at least one, the same for all six;
   * steps beyond the last row use the last row.
   */
  populationStatistics?: LSTMStatistics;
  /** `batch` with a mask: over which rows the statistics run; default `validRows`. A step without a valid row has mean 0, variance 0. */
  batchStatisticsOver?: 'validRows' | 'allRows';

  /** [T,B] of 0 and 1: 1 is a real step, 0 carries h and c, and the output is the carried h. With `batchMajor` [B,T]. */
  mask?: Float32Array;
  /** r [B,H]: multiplies h before the recurrent product, the same at every step. */
  recurrentDropoutMask?: Float32Array;
  /** k [T,B,H]: multiplies g. */
  candidateDropoutMask?: Float32Array;
  /** zc: [T,B,H] of 0 and 1 (1 keeps the old cell), or a rate for all. */
  zoneoutCell?: number | Float32Array;
  /** zh: [T,B,H] of 0 and 1 (1 keeps the old h), or a rate for all. */
  zoneoutHidden?: number | Float32Array;
  /**
   * Run from the last step to the first: `x` and `mask` are read from the end. All else with a leading T (outputs, their
   * gradient, dropout and zoneout masks, statistics) is in the order of computation.
   */
  goBackwards?: boolean;
  /**
   * `x`, `mask` and the outputs, and the gradients of x and of the outputs, have the batch as their first axis. The masks
   * of candidate and zoneout and the statistics have not. Default false.
   */
  batchMajor?: boolean;
  /** Keep nothing for `lstmBackward`: memory then does not grow with T. Default false. */
  inference?: boolean;
}

/** The weights of `packLSTMWeights`. */
export interface PackedLSTMWeightsArgs {
  /** D. */
  inputSize: number;
  /** H. */
  units: number;
  /** Input weights [D,4H]. */
  kernel: Float32Array;
  /** Recurrent weights [H,4H]. */
  recurrentKernel: Float32Array;
  /** As in `LSTMForwardArgs`. */
  columnGainX?: Float32Array;
  /** As in `LSTMForwardArgs`. */
  columnGainH?: Float32Array;
}

/** Weights in the kernels' memory, in their order; a copy, so that later changes of the arrays do not reach it. */
export interface PackedLSTMWeights {
  readonly inputSize: number;
  readonly units: number;
  /** Whether they were packed with `columnGainX`. */
  readonly hasColumnGainX: boolean;
  /** Whether they were packed with `columnGainH`. */
  readonly hasColumnGainH: boolean;
  /** Bytes of kernel memory; 0 after `dispose`. */
  readonly bytes: number;
  /**
   * Gives the memory back, once the reserves that were made with it are used up; harmless when called twice. An unreachable
   * one is given back when it is collected.
   */
  dispose(): void;
}

/** What backward needs from forward. Used up by one `lstmBackward`; `dispose` it when there will be none. */
export interface LSTMReserve {
  /** Bytes of kernel memory held for this reserve; 0 after `dispose`. */
  readonly bytes: number;
  /** Gives the memory back; harmless when called twice. An unreachable reserve is given back when it is collected. */
  dispose(): void;
}

/** What `lstmForward` returns; the arrays are fresh and belong to the caller. */
export interface LSTMForwardResult {
  /** h of every step [T,B,H], with `batchMajor` [B,T,H]; the steps in the order of computation. */
  outputs: Float32Array;
  /** h after the last step [B,H]. */
  hidden: Float32Array;
  /** c after the last step [B,H]. */
  cell: Float32Array;
  /** `batch` without `populationStatistics`: the statistics that were used. */
  statistics?: LSTMStatistics;
  /** For `lstmBackward`; absent with `inference`. */
  reserve?: LSTMReserve;
}

/** Gradients of a loss with respect to the outputs of `lstmForward`; an absent one is zero. */
export interface LSTMBackwardArgs {
  /** With respect to `outputs`, in its shape. */
  outputs?: Float32Array;
  /** With respect to `hidden`, [B,H]. */
  hidden?: Float32Array;
  /** With respect to `cell`, [B,H]. */
  cell?: Float32Array;
  /** Compute the gradient of x too; default false. */
  wantX?: boolean;
  /** Compute the gradient of hiddenScale when there is one; default true. Norm Prop does not train it. */
  wantHiddenScale?: boolean;
}

/** Gradients with respect to the arguments of `lstmForward`, in their shapes; fresh arrays that belong to the caller. */
export interface LSTMGradients {
  kernel: Float32Array;
  recurrentKernel: Float32Array;
  bias: Float32Array;
  h0: Float32Array;
  c0: Float32Array;
  /** With `wantX`, as x lies. */
  x?: Float32Array;
  /** When `columnGainX` was given. */
  columnGainX?: Float32Array;
  /** When `columnGainH` was given. */
  columnGainH?: Float32Array;
  /** When `cellScale` was given. */
  cellScale?: Float32Array;
  /** When `hiddenScale` was given, unless `wantHiddenScale` is false. */
  hiddenScale?: Float32Array;
  /** `layer` and `batch`. */
  gammaX?: Float32Array;
  /** `layer` and `batch`. */
  gammaH?: Float32Array;
  /** `layer` and `batch`. */
  gammaC?: Float32Array;
  /** `layer` and `batch`, whether or not the shift was given. */
  betaX?: Float32Array;
  /** `layer` and `batch`, whether or not the shift was given. */
  betaH?: Float32Array;
  /** `layer` and `batch`, whether or not the shift was given. */
  betaC?: Float32Array;
}
