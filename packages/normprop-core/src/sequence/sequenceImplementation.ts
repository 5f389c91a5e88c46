import type {Tensor} from '@tensorflow/tfjs-core';

/** What is normalised inside the loop: nothing, the features of one example, or the batch. */
export type Normalizer = 'none' | 'layer' | 'batch';

/** The tensors that the recurrence reads; prepared weights, time-major. Order of the op's inputs. */
export const sequenceInputNames = [
  'x', // [T,B,D]; with batchMajor [B,T,D]
  'kernel', // [D,4H]
  'recurrentKernel', // [H,4H]
  'columnGainX', // [4H], only for implementations that normalise the columns themselves
  'columnGainH', // [4H]
  'bias', // [4H]
  'initialHidden', // [B,H]
  'initialCell', // [B,H]
  'cellScale', // [H]
  'hiddenScale', // [H]
  'gammaX', // [4H]
  'betaX', // [4H]
  'gammaH', // [4H]
  'betaH', // [4H]
  'gammaC', // [H]
  'betaC', // [H]
  'mask', // [T,B]; with batchMajor [B,T]
  'recurrentDropoutMask', // [B,H]
  'candidateDropoutMask', // [T,B,H]
  'zoneoutCell', // [T,B,H]
  'zoneoutHidden', // [T,B,H]
  'meanX', // [T,4H]
  'varianceX', // [T,4H]
  'meanH', // [T,4H]
  'varianceH', // [T,4H]
  'meanC', // [T,H]
  'varianceC', // [T,H]
] as const;

export type SequenceInputName = (typeof sequenceInputNames)[number];
export type RequiredInput = 'x' | 'kernel' | 'recurrentKernel' | 'bias' | 'initialHidden' | 'initialCell';

/** Tensors by name; what the model or the call does not use is absent. */
export type SequenceInputs = {[K in RequiredInput]: Tensor} & {
  [K in Exclude<SequenceInputName, RequiredInput>]?: Tensor;
};

/** Numbers and switches of one call. */
export interface SequenceSettings {
  normalizer: Normalizer;
  epsilon: number;
  perGate: boolean;
  /** Share of the old c kept where `zoneoutCell` is absent. */
  zoneoutCellRate: number;
  zoneoutHiddenRate: number;
  batchStatisticsOver: 'validRows' | 'allRows';
  /** x, mask and outputs have the batch first; only for implementations that take it. */
  batchMajor: boolean;
  /** Whether a gradient may be asked for: keep what the backward pass needs. */
  keepForGradient: boolean;
}

/** Gradients of the outputs: of every h, and of the last h and c. */
export interface SequenceCotangents {
  outputs: Tensor;
  hidden: Tensor;
  cell: Tensor;
}

/** Lazily computed gradients of the inputs. */
export type SequenceGradients = {[K in SequenceInputName]?: () => Tensor};

/**
 * One backend's way to run the recurrence.
 *
 * `forward` returns the outputs in the order outputs, hidden, cell, then (Batch Norm on batch statistics) the six
 * statistics, then the tensors that its own `backward` wants back; what is not a tensor may be kept in `reserve`.
 */
export interface SequenceImplementation {
  /** It reads and writes `batchMajor` arrays, and normalises columns by `columnGainX` and `columnGainH`, at no cost. */
  readonly takesLayersAsTheyAre: boolean;
  forward(inputs: SequenceInputs, settings: SequenceSettings, reserve: SequenceReserve): Tensor[];
  backward(
    inputs: SequenceInputs,
    outputs: Tensor[],
    settings: SequenceSettings,
    cotangents: SequenceCotangents,
    reserve: SequenceReserve,
  ): SequenceGradients;
}

/** Where an implementation keeps what is not a tensor between its forward and its backward pass. */
export interface SequenceReserve {
  held?: unknown;
}

/** How large a call is. */
export interface SequenceSizes {
  timeSteps: number;
  batch: number;
  inputSize: number;
  units: number;
  /** Layer Norm or Batch Norm in the loop. */
  normalised: boolean;
}
