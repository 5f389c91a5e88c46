import type {
  LSTMBackwardArgs,
  LSTMForwardArgs,
  LSTMForwardResult,
  LSTMGradients,
  LSTMReserve,
  PreparedForward,
  PreparedForwardArgs,
  PackedLSTMWeights,
  PackedLSTMWeightsArgs,
} from './lstmTypes.js';
import type {NormalizeColumnsGradients, SgemmArgs, SoftmaxCrossEntropyResult} from './opTypes.js';

/** The sizes of the forward call that a reserve belongs to. */
export interface SequenceSizes {
  timeSteps: number;
  batch: number;
  inputSize: number;
  units: number;
  /** Whether it had a penalty of the cell. */
  hasCellPenalty: boolean;
}

/** A reserve that its own implementation can run back. */
export interface RunnableReserve extends LSTMReserve {
  readonly sizes: SequenceSizes;
  /** Arguments are checked already. */
  backward(gradients: LSTMBackwardArgs): LSTMGradients;
}

/** One implementation of all kernels; the arguments are checked before. */
export interface Kernels {
  lstmForward(args: LSTMForwardArgs): LSTMForwardResult;
  /** Where calls can be prepared; `isActive` tells whether these kernels are still the ones in use. */
  prepareForward?(args: PreparedForwardArgs, isActive: () => boolean): PreparedForward | undefined;
  packLSTMWeights(args: PackedLSTMWeightsArgs): PackedLSTMWeights;
  sgemm(args: SgemmArgs & {c: Float32Array}): void;
  sigmoid(x: Float32Array): Float32Array;
  tanh(x: Float32Array): Float32Array;
  normalizeColumns(
    w: Float32Array,
    rows: number,
    columns: number,
    gamma: Float32Array | undefined,
  ): Float32Array;
  normalizeColumnsBackward(
    w: Float32Array,
    rows: number,
    columns: number,
    gamma: Float32Array | undefined,
    gradient: Float32Array,
  ): NormalizeColumnsGradients;
  softmaxCrossEntropy(
    logits: Float32Array,
    targets: Int32Array,
    classes: number,
    wantGradient: boolean,
  ): SoftmaxCrossEntropyResult;
}
