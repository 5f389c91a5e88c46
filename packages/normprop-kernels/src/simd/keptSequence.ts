import type {SequenceSizes} from '../contract/kernels.js';
import type {LSTMForwardArgs} from '../contract/lstmTypes.js';
import type {SequenceFields} from './sequenceFields.js';
import type {ColumnNorms} from './simdColumns.js';
import type {SimdWeights} from './simdWeights.js';

/** As ROW_GROUP in assembly/sequence.ts: rows whose sums are kept together, and so the unit of a thread's slice. */
export const ROW_GROUP = 8;

/** What backward must know of forward's arguments, without keeping the arguments' arrays alive. */
export interface SequenceShape extends SequenceSizes {
  goBackwards: boolean;
  batchMajor: boolean;
  normed: boolean;
  batchNorm: boolean;
  hasCellScale: boolean;
  hasHiddenScale: boolean;
  /** Rows of the sums over time: one for each group of eight rows. */
  groups: number;
  /** The same for the gains; with Batch Norm one. */
  wide: number;
}

/**
 * Where the weights lie as they came: in the reserve's own memory, with the norms that their columns are to have, or in
 * weights packed by the caller, which backward must not overwrite.
 */
export type KeptWeights =
  SimdWeights | {kernel: number; recurrentKernel: number; normsX?: ColumnNorms; normsH?: ColumnNorms};

/** What a forward call leaves in kernel memory for its backward call. */
export interface KeptSequence {
  readonly sizes: SequenceShape;
  /** Of the `Sequence`. */
  readonly address: number;
  readonly fields: SequenceFields;
  readonly weights: KeptWeights;
}

/** What backward must know of a call's arguments. */
export function shapeOf(args: Omit<LSTMForwardArgs, 'x'>): SequenceShape {
  const groups = Math.ceil(args.batch / ROW_GROUP);
  const batchNorm = args.normalizer === 'batch';
  return {
    timeSteps: args.timeSteps,
    batch: args.batch,
    inputSize: args.inputSize,
    units: args.units,
    goBackwards: args.goBackwards ?? false,
    batchMajor: args.batchMajor ?? false,
    normed: (args.normalizer ?? 'none') !== 'none',
    batchNorm,
    groups,
    wide: batchNorm ? 1 : groups,
    hasCellPenalty: args.cellPenalty !== undefined,
    hasCellScale: args.cellScale !== undefined,
    hasHiddenScale: args.hiddenScale !== undefined,
  };
}
