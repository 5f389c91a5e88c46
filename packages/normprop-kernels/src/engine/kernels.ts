import type {SequenceSizes} from '../border/checkBackward.js';
import type {
  LSTMBackwardArgs,
  LSTMForwardArgs,
  LSTMForwardResult,
  LSTMGradients,
  LSTMReserve,
  PackedLSTMWeights,
  PackedLSTMWeightsArgs,
} from '../lstm/lstmTypes.js';
import type {
  AdamOptions,
  AdamVariable,
  NormalizeColumnsGradients,
  SgemmArgs,
  SoftmaxCrossEntropyResult,
} from '../ops/opTypes.js';

/** A reserve that its own implementation can run back. */
export interface RunnableReserve extends LSTMReserve {
  readonly sizes: SequenceSizes;
  /** Arguments are checked already. */
  backward(gradients: LSTMBackwardArgs): LSTMGradients;
}

/** One implementation of all kernels; the arguments are checked before. */
export interface Kernels {
  lstmForward(args: LSTMForwardArgs): LSTMForwardResult;
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
  adamStep(variables: AdamVariable[], options: AdamOptions): number;
  softmaxCrossEntropy(
    logits: Float32Array,
    targets: Int32Array,
    classes: number,
    wantGradient: boolean,
  ): SoftmaxCrossEntropyResult;
}
