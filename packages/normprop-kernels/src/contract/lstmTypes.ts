/** Which normalisation the recurrence applies to x·kernel, to h·recurrentKernel and to the cell. */
export type Normalizer = 'none' | 'layer' | 'batch';

/** The gates' activation: the logistic sigmoid, or tfjs's and old Keras' hardSigmoid, clip(0.2 a + 0.5, 0, 1). */
export type RecurrentActivation = 'sigmoid' | 'hardSigmoid';

/**
 * How i ⊙ g enters the new cell: `standard` as it is, `preserving` times √(1 − f² + 1e-6), so that independent i ⊙ g of variance v
 * give a cell of variance v whatever f is.
 */
export type CellKind = 'standard' | 'preserving';

/**
 * What a cell pays for leaving its target: weight · mean over the valid (t,b) of ln(q + 1e-4)², q = mean_j(c~_j²/target_j), c~ the new
 * cell before zoneout and mask. Without a valid step 0. The 1e-4 keeps value and gradient finite at c~ = 0.
 */
export interface CellPenalty {
  /** λ, a finite number of at least 0. */
  weight: number;
  /** What c~² is to be in the mean, [H], all greater than 0. It has no gradient. */
  target: Float32Array;
}

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
 *     c~ = s ⊙ i ⊙ g ⊙ k + f ⊙ c;      h~ = hiddenScale ⊙ o ⊙ tanh(Nc(c~))
 *     c  = Zc ⊙ c + (1−Zc) ⊙ c~;       h  = Zh ⊙ h + (1−Zh) ⊙ h~
 *
 * s = 1, with `cell: 'preserving'` √(1 − f² + 1e-6).
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

  /** What i, f and o are of their pre-activation; default `sigmoid`, see `RecurrentActivation`. */
  recurrentActivation?: RecurrentActivation;
  /** Default `standard`; see `CellKind`. */
  cell?: CellKind;
  /** `none` only: adds the penalty of the cell to what the call gives. */
  cellPenalty?: CellPenalty;
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

  /**
   * [T,B] of 0 and 1: 1 is a real step, 0 carries h and c, and the output is the carried h. With `batchMajor` [B,T]. What x holds at a
   * masked step (NaN, too) has no effect, it is read as zeros, but for `batchStatisticsOver: 'allRows'`, where it counts;
   * there NaN, infinities and values of 1e19 and more are read as zeros.
   */
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
  /** Give the cell states of all steps too; default false. */
  returnCells?: boolean;
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

/** What stays the same in the calls of a `PreparedForward`. */
export type PreparedForwardArgs = Omit<LSTMForwardArgs, 'x' | 'h0' | 'c0' | 'inference'>;

/** `lstmForward` at inference with all arguments but x and the state settled beforehand. */
export interface PreparedForward {
  /** False after `dispose`, and once `configureKernels` has chosen other kernels. */
  readonly isCurrent: boolean;
  /**
   * What `lstmForward` gives for these inputs and this state (zeros when absent). The lengths are not checked: the caller knows the sizes.
   */
  run(x: Float32Array, h0?: Float32Array, c0?: Float32Array): LSTMForwardResult;
  /** Gives the memory back; harmless when called twice. An unreachable one is given back when it is collected. */
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
  /** With `returnCells`: c of every step, shaped and ordered as `outputs`. */
  cells?: Float32Array;
  /** With `cellPenalty`: its value. */
  cellPenalty?: number;
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
  /** With respect to `cellPenalty`; only where the forward call had one. */
  cellPenalty?: number;
  /** Compute the gradient of x too; default false. */
  wantX?: boolean;
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
  /** When `hiddenScale` was given. */
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
