import type {LSTMForwardResult, PreparedForward, PreparedForwardArgs} from '../contract/lstmTypes.js';
import type {ThreadChoice} from '../threads/threadChoice.js';
import type {NativeAddon} from './nativeAddon.js';
import {nativeForward} from './nativeForward.js';
import {NativeWeights, usableWeights} from './nativeWeights.js';

/** A call of native code whose weights stay packed and whose other arguments stay as they were. */
export class NativePrepared implements PreparedForward {
  readonly #args: PreparedForwardArgs;
  readonly #weights: NativeWeights;
  #disposed = false;

  /** @param isActive Whether these kernels are still the ones that run. */
  constructor(
    readonly addon: NativeAddon,
    readonly build: number,
    readonly choice: ThreadChoice,
    args: PreparedForwardArgs,
    readonly isActive: () => boolean,
  ) {
    const given = usableWeights(addon, build, args);
    this.#weights = given ?? new NativeWeights(addon, build, args);
    this.#weights.retain();
    // Packed weights of its own end with it.
    if (!given) this.#weights.dispose();
    this.#args = {...copied(args), packedWeights: this.#weights};
  }

  get isCurrent(): boolean {
    return !this.#disposed && this.isActive();
  }

  run(x: Float32Array, h0?: Float32Array, c0?: Float32Array): LSTMForwardResult {
    const {addon, build, choice} = this;
    return nativeForward(addon, build, choice, {...this.#args, x, h0, c0, inference: true}, this.#weights);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#weights.letGo();
  }
}

/** The arguments with arrays of their own; of the weights, which are packed, native code reads the lengths alone. */
function copied(args: PreparedForwardArgs): PreparedForwardArgs {
  const {kernel, recurrentKernel, populationStatistics, ...others} = args;
  const copy = (value: unknown): unknown => (value instanceof Float32Array ? value.slice() : value);
  const all = (object: object): object =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, copy(value)]));
  return {
    ...(all(others) as typeof others),
    kernel,
    recurrentKernel,
    ...(populationStatistics && {
      populationStatistics: all(populationStatistics) as typeof populationStatistics,
    }),
  };
}
