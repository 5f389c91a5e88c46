import type {SequenceSizes} from '../border/checkBackward.js';
import type {RunnableReserve} from '../engine/kernels.js';
import type {Lease} from '../engine/lease.js';
import type {LSTMBackwardArgs, LSTMForwardArgs, LSTMGradients} from '../lstm/lstmTypes.js';
import type {SequenceFields} from './sequenceFields.js';
import type {ColumnNorms} from './simdColumns.js';
import {simdBackward} from './simdBackward.js';
import {SimdWeights} from './simdWeights.js';

interface Held {
  lease: Lease;
  weights: KeptWeights;
}

/** Gives back the memory of reserves that nobody can reach any more. */
const forgotten = new FinalizationRegistry<Held>(giveBack);

function giveBack({lease, weights}: Held): void {
  lease.release();
  if (weights instanceof SimdWeights) weights.letGo();
}

/** What backward must know of forward's arguments, without keeping the arguments' arrays alive. */
export interface SequenceShape extends SequenceSizes {
  goBackwards: boolean;
  batchMajor: boolean;
  normed: boolean;
  batchNorm: boolean;
  hasCellScale: boolean;
  hasHiddenScale: boolean;
}

/**
 * Where the weights lie as they came: in the reserve's own memory, with the norms that their columns are to have, or in
 * weights packed by the caller, which backward must not overwrite.
 */
export type KeptWeights =
  SimdWeights | {kernel: number; recurrentKernel: number; normsX?: ColumnNorms; normsH?: ColumnNorms};

/** The kernel memory of one forward call. */
export class SimdReserve implements RunnableReserve {
  readonly sizes: SequenceShape;
  #lease: Lease | undefined;
  #bytes: number;

  constructor(
    lease: Lease,
    readonly address: number,
    readonly fields: SequenceFields,
    args: LSTMForwardArgs,
    readonly weights: KeptWeights,
  ) {
    this.sizes = {
      timeSteps: args.timeSteps,
      batch: args.batch,
      inputSize: args.inputSize,
      units: args.units,
      goBackwards: args.goBackwards ?? false,
      batchMajor: args.batchMajor ?? false,
      normed: (args.normalizer ?? 'none') !== 'none',
      batchNorm: args.normalizer === 'batch',
      hasCellScale: args.cellScale !== undefined,
      hasHiddenScale: args.hiddenScale !== undefined,
    };
    if (weights instanceof SimdWeights) weights.retain();
    this.#lease = lease;
    this.#bytes = lease.size;
    forgotten.register(this, {lease, weights}, this);
  }

  get bytes(): number {
    return this.#lease === undefined ? 0 : this.#bytes;
  }

  backward(gradients: LSTMBackwardArgs): LSTMGradients {
    if (this.#lease === undefined)
      throw new Error('reserve: used up by an earlier lstmBackward, or disposed');
    try {
      return simdBackward(this.#lease, this, gradients);
    } finally {
      this.dispose();
    }
  }

  dispose(): void {
    if (this.#lease === undefined) return;
    giveBack({lease: this.#lease, weights: this.weights});
    this.#lease = undefined;
    forgotten.unregister(this);
  }
}
