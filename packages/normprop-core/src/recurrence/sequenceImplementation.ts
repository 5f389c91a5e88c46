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
  'cellTarget', // [H], what c̃² is to be in the mean; with it the call has a penalty
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
  /** i, f and o are clip(0.2 a + 0.5, 0, 1) in place of sigmoid(a). */
  hardSigmoid: boolean;
  /** i ⊙ g enters the cell times √(1 − f² + 1e-6). */
  preserving: boolean;
  /** Weight of the cell's penalty where there is a `cellTarget`. */
  penaltyWeight: number;
  /** Share of the old c kept where `zoneoutCell` is absent. */
  zoneoutCellRate: number;
  zoneoutHiddenRate: number;
  batchStatisticsOver: 'validRows' | 'allRows';
  /** x, mask and outputs have the batch first; only for implementations that take it. */
  batchMajor: boolean;
  /** x and mask are read from the last step to the first; only for implementations that take it. */
  goBackwards: boolean;
  /** Give c of all steps too. */
  returnCells: boolean;
  /** Whether a gradient may be asked for: keep what the backward pass needs. */
  keepForGradient: boolean;
}

/** Gradients of the outputs: of every h, of the last h and c, and of the cell's penalty where the call has one. */
export interface SequenceCotangents {
  outputs: Tensor;
  hidden: Tensor;
  cell: Tensor;
  cellPenalty?: Tensor;
}

/** Lazily computed gradients of the inputs. */
export type SequenceGradients = {[K in SequenceInputName]?: () => Tensor};

/**
 * One backend's way to run the recurrence.
 *
 * `forward` returns the outputs in the order of `resultNames`, then the tensors that its own `backward` wants back; what is not a tensor may be kept in `reserve`.
 */
export interface SequenceImplementation {
  /**
   * It reads and writes `batchMajor` arrays, backwards too, normalises columns by `columnGainX` and `columnGainH`, and does not look at x
   * where it is masked, all at no cost. For others that is done before.
   */
  readonly takesLayersAsTheyAre: boolean;
  /** `backward` needs of the op's inputs the shapes alone, of its outputs nothing: the rest is in `reserve`. */
  readonly reserves?: boolean;
  forward(inputs: SequenceInputs, settings: SequenceSettings, reserve: SequenceReserve): Tensor[];
  /**
   * Prepares calls that differ from this one in x and the state alone, give `outputs`, `hidden` and `cell` only and are not
   * differentiated; undefined where that gains nothing.
   */
  prepare?(inputs: SequenceInputs, settings: SequenceSettings): PreparedCall | undefined;
  backward(
    inputs: SequenceInputs,
    outputs: Tensor[],
    settings: SequenceSettings,
    cotangents: SequenceCotangents,
    reserve: SequenceReserve,
  ): SequenceGradients;
}

/** Calls of one implementation that differ in x and the state alone, without a gradient. */
export interface PreparedCall {
  /** Whether it may still run. */
  readonly isCurrent: boolean;
  /** `outputs`, `hidden` and `cell`, of an x as given and the state before the first step (absent: zeros). */
  run(x: Tensor, hidden?: Tensor, cell?: Tensor): [outputs: Tensor, hidden: Tensor, cell: Tensor];
  dispose(): void;
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

/** What a call gives, by name. */
export type ResultName =
  | 'outputs'
  | 'hidden'
  | 'cell'
  | 'cells'
  | 'cellPenalty'
  | 'meanX'
  | 'varianceX'
  | 'meanH'
  | 'varianceH'
  | 'meanC'
  | 'varianceC';

/** What a call gives, in the order in which `forward` returns it: cells [T,B,H], the penalty a scalar, statistics as `meanX` … `varianceC`. */
export function resultNames(
  inputs: SequenceInputs,
  settings: Omit<SequenceSettings, 'keepForGradient'>,
): ResultName[] {
  const hasStatistics = settings.normalizer === 'batch' && inputs.meanX === undefined;
  return [
    'outputs',
    'hidden',
    'cell',
    ...(settings.returnCells ? (['cells'] as const) : []),
    ...(inputs.cellTarget ? (['cellPenalty'] as const) : []),
    ...(hasStatistics ? (['meanX', 'varianceX', 'meanH', 'varianceH', 'meanC', 'varianceC'] as const) : []),
  ];
}
