import type {RunnableReserve, SequenceSizes} from '../contract/kernels.js';
import type {LSTMBackwardArgs, LSTMForwardArgs, LSTMGradients} from '../contract/lstmTypes.js';
import {withThreads, type ThreadChoice} from '../threads/threadChoice.js';
import type {NativeAddon, NativeHandle} from './nativeAddon.js';
import {
  emptyGradients,
  inOrder,
  optionalGradients,
  withBetas,
  type OptionalGradients,
} from './nativeGradients.js';
import type {NativeWeights} from './nativeWeights.js';

/** The native memory of one forward call; a collected one is given back by the addon. */
export class NativeReserve implements RunnableReserve {
  readonly sizes: SequenceSizes;
  readonly #has: OptionalGradients;
  readonly #bytes: number;
  #handle: NativeHandle | undefined;

  constructor(
    readonly addon: NativeAddon,
    readonly choice: ThreadChoice,
    handle: NativeHandle,
    args: LSTMForwardArgs,
    readonly weights: NativeWeights | undefined,
  ) {
    const {timeSteps, batch, inputSize, units} = args;
    this.sizes = {timeSteps, batch, inputSize, units, hasCellPenalty: args.cellPenalty !== undefined};
    this.#has = optionalGradients(args);
    this.#handle = handle;
    this.#bytes = addon.bytes(handle);
    weights?.retain();
  }

  get bytes(): number {
    return this.#handle === undefined ? 0 : this.#bytes;
  }

  backward(given: LSTMBackwardArgs): LSTMGradients {
    if (this.#handle === undefined)
      throw new Error('reserve: used up by an earlier lstmBackward, or disposed');
    const {timeSteps: t, batch: b, inputSize: d, units: h} = this.sizes;
    const has = this.#has;
    const gradients = emptyGradients(this.sizes, has, given.wantX ?? false);
    try {
      const handle = this.#handle;
      withThreads(this.choice, `backward ${has.normalizer}`, t * b * 4 * h * (d + 2 * h), (threads) =>
        this.addon.backward(
          handle,
          threads,
          given.cellPenalty ?? 0,
          given.outputs,
          given.hidden,
          given.cell,
          ...inOrder(gradients),
        ),
      );
    } finally {
      this.dispose();
    }
    return withBetas(gradients, has);
  }

  dispose(): void {
    if (this.#handle === undefined) return;
    this.addon.dispose(this.#handle);
    this.#handle = undefined;
    this.weights?.letGo();
  }
}
