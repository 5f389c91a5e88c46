import type {RunnableReserve, SequenceSizes} from '../contract/kernels.js';
import type {LSTMBackwardArgs, LSTMForwardArgs, LSTMGradients} from '../contract/lstmTypes.js';
import {withThreads, type ThreadChoice} from '../threads/threadChoice.js';
import type {NativeAddon, NativeHandle} from './nativeAddon.js';
import type {NativeWeights} from './nativeWeights.js';

/** The native memory of one forward call; a collected one is given back by the addon. */
export class NativeReserve implements RunnableReserve {
  readonly sizes: SequenceSizes;
  readonly #has: Record<'columnGainX' | 'columnGainH' | 'cellScale' | 'hiddenScale' | 'normalizer', boolean>;
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
    this.#has = {
      columnGainX: args.columnGainX !== undefined,
      columnGainH: args.columnGainH !== undefined,
      cellScale: args.cellScale !== undefined,
      hiddenScale: args.hiddenScale !== undefined,
      normalizer: (args.normalizer ?? 'none') !== 'none',
    };
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
    const floats = (wanted: boolean, n: number) => (wanted ? new Float32Array(n) : undefined);
    const kernel = new Float32Array(d * 4 * h);
    const recurrentKernel = new Float32Array(h * 4 * h);
    const bias = new Float32Array(4 * h);
    const h0 = new Float32Array(b * h);
    const c0 = new Float32Array(b * h);
    const x = floats(given.wantX ?? false, t * b * d);
    const columnGainX = floats(has.columnGainX, 4 * h);
    const columnGainH = floats(has.columnGainH, 4 * h);
    const cellScale = floats(has.cellScale, h);
    const hiddenScale = floats(has.hiddenScale, h);
    const gammaX = floats(has.normalizer, 4 * h);
    const gammaH = floats(has.normalizer, 4 * h);
    const gammaC = floats(has.normalizer, h);
    const betaC = floats(has.normalizer, h);
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
          kernel,
          recurrentKernel,
          bias,
          h0,
          c0,
          x,
          columnGainX,
          columnGainH,
          cellScale,
          hiddenScale,
          gammaX,
          gammaH,
          gammaC,
          betaC,
        ),
      );
    } finally {
      this.dispose();
    }
    return {
      kernel,
      recurrentKernel,
      bias,
      h0,
      c0,
      ...(x && {x}),
      ...(columnGainX && {columnGainX}),
      ...(columnGainH && {columnGainH}),
      ...(cellScale && {cellScale}),
      ...(hiddenScale && {hiddenScale}),
      ...(has.normalizer && {gammaX, gammaH, gammaC, betaX: bias.slice(), betaH: bias.slice(), betaC}),
    };
  }

  dispose(): void {
    if (this.#handle === undefined) return;
    this.addon.dispose(this.#handle);
    this.#handle = undefined;
    this.weights?.letGo();
  }
}
