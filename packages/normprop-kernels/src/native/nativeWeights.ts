import type {LSTMForwardArgs, PackedLSTMWeights, PackedLSTMWeightsArgs} from '../contract/lstmTypes.js';
import type {NativeAddon, NativeHandle} from './nativeAddon.js';

/** Weights that stay in native memory over many calls; a collected one is given back by the addon. */
export class NativeWeights implements PackedLSTMWeights {
  readonly inputSize: number;
  readonly units: number;
  readonly hasColumnGainX: boolean;
  readonly hasColumnGainH: boolean;
  readonly handle: NativeHandle;
  readonly #bytes: number;
  #disposed = false;
  /** Reserves whose backward still reads these weights, and prepared calls. */
  #readers = 0;

  constructor(
    readonly addon: NativeAddon,
    readonly build: number,
    {inputSize, units, kernel, recurrentKernel, columnGainX, columnGainH}: PackedLSTMWeightsArgs,
  ) {
    this.inputSize = inputSize;
    this.units = units;
    this.hasColumnGainX = columnGainX !== undefined;
    this.hasColumnGainH = columnGainH !== undefined;
    this.handle = addon.pack(build, inputSize, units, kernel, recurrentKernel, columnGainX, columnGainH);
    this.#bytes = addon.bytes(this.handle);
  }

  get bytes(): number {
    return this.#disposed && this.#readers === 0 ? 0 : this.#bytes;
  }

  /** A reserve or a prepared call needs them from now on. */
  retain(): void {
    this.#readers++;
  }

  /** It needs them no more. */
  letGo(): void {
    this.#readers--;
    this.#release();
  }

  /** Throws when the memory was given back. */
  expectLive(): void {
    if (this.#disposed) throw new Error('packedWeights: disposed before use');
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
  }

  #release(): void {
    if (this.#disposed && this.#readers === 0) this.addon.dispose(this.handle);
  }
}

/** The packed weights of a call, if there are any that this build can use; otherwise the arrays are packed again. */
export function usableWeights(
  addon: NativeAddon,
  build: number,
  {packedWeights}: Pick<LSTMForwardArgs, 'packedWeights'>,
): NativeWeights | undefined {
  if (!(packedWeights instanceof NativeWeights)) return undefined;
  if (packedWeights.addon !== addon || packedWeights.build !== build) return undefined;
  packedWeights.expectLive();
  return packedWeights;
}
