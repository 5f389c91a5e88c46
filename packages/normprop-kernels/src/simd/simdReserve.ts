import {forgottenRegistry} from '../engine/forgottenRegistry.js';
import type {RunnableReserve} from '../contract/kernels.js';
import type {Lease} from '../engine/lease.js';
import type {LSTMBackwardArgs, LSTMForwardArgs, LSTMGradients} from '../contract/lstmTypes.js';
import {shapeOf, type KeptSequence, type KeptWeights, type SequenceShape} from './keptSequence.js';
import type {SequenceFields} from './sequenceFields.js';
import {simdBackward} from './simdBackward.js';
import {SimdWeights} from './simdWeights.js';

interface Held {
  lease: Lease;
  weights: KeptWeights;
}

/** Gives back the memory of reserves that nobody can reach any more. */
const forgotten = forgottenRegistry<Held>(giveBack);

function giveBack({lease, weights}: Held): void {
  lease.release();
  if (weights instanceof SimdWeights) weights.letGo();
}

/** The kernel memory of one forward call. */
export class SimdReserve implements RunnableReserve, KeptSequence {
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
    this.sizes = shapeOf(args);
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
