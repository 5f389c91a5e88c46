import type {LSTMForwardArgs, LSTMGradients, LSTMStatistics} from './lstmTypes.js';

/** The arguments of `lstmForward` that do not need all inputs at once; arrays with a leading T are for all steps, as there. */
export type LSTMStepsArgs = Omit<
  LSTMForwardArgs,
  | 'x'
  | 'packedWeights'
  | 'mask'
  | 'batchStatisticsOver'
  | 'goBackwards'
  | 'batchMajor'
  | 'returnCells'
  | 'cellPenalty'
  | 'inference'
>;

/**
 * A sequence whose inputs become known one step at a time, because they depend on what the steps before gave (attention, a decoder
 * that reads its own output): T calls of `forward`, T of `backward`, then `finish`. What `lstmForward` and `lstmBackward` would give for the
 * same inputs, with the weights brought into order once and their gradients as one product over all steps. Later changes of the arguments'
 * arrays do not reach it.
 */
export interface LSTMSteps {
  /** Bytes of kernel memory held; 0 after `dispose`. */
  readonly bytes: number;
  /**
   * The next step, from the first.
   *
   * @param x [B,D].
   * @returns h after it [B,H], a fresh array.
   */
  forward(x: Float32Array): Float32Array;
  /** After the last `forward`, for `normalizer: 'batch'` without `populationStatistics`: the statistics that were used. */
  statistics(): LSTMStatistics | undefined;
  /**
   * The next step back, from the last.
   *
   * @param hidden The gradient of what `forward` returned for this step [B,H]; that of the steps behind it is added here.
   * @returns The gradient of its x [B,D], a fresh array.
   */
  backward(hidden: Float32Array): Float32Array;
  /** After the first step's `backward`: the gradients of all else. Gives the memory back. */
  finish(): LSTMGradients;
  /** Gives the memory back; harmless when called twice. An unreachable one is given back when it is collected. */
  dispose(): void;
}

/** The steps of one build: the arguments and the order of the calls are checked already. */
export interface StepsRunner {
  readonly bytes: number;
  forward(step: number, x: Float32Array): Float32Array;
  statistics(): LSTMStatistics | undefined;
  backward(step: number, hidden: Float32Array): Float32Array;
  finish(): LSTMGradients;
  dispose(): void;
}
