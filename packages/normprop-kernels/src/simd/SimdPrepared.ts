import type {Engine} from '../engine/engine.js';
import {forgottenRegistry} from '../engine/forgottenRegistry.js';
import {Lease} from '../engine/lease.js';
import type {LSTMForwardResult, PreparedForward, PreparedForwardArgs} from '../contract/lstmTypes.js';
import {stepsAtATime, Stretch} from './Stretch.js';
import {SimdWeights} from './simdWeights.js';

/** Gives back the memory of prepared calls that nobody can reach any more. */
const forgotten = forgottenRegistry<() => void>((release) => release());

/** A `Stretch` that stays in memory from call to call. */
export class SimdPrepared implements PreparedForward {
  readonly #stretch: Stretch;
  readonly #isActive: () => boolean;
  readonly #release: () => void;
  #disposed = false;

  /** @param isActive Whether this engine is still the one that runs. */
  constructor(engine: Engine, args: PreparedForwardArgs, isActive: () => boolean) {
    const lease = new Lease(engine);
    try {
      this.#stretch = new Stretch(lease, lease, args, stepsAtATime(args));
    } catch (error) {
      lease.release();
      throw error;
    }
    const {weights} = this.#stretch;
    const packed = weights instanceof SimdWeights ? weights : undefined;
    packed?.retain();
    this.#isActive = isActive;
    this.#release = () => {
      lease.release();
      packed?.letGo();
    };
    forgotten.register(this, this.#release, this);
  }

  get isCurrent(): boolean {
    return !this.#disposed && this.#isActive();
  }

  run(x: Float32Array, h0?: Float32Array, c0?: Float32Array): LSTMForwardResult {
    return this.#stretch.runAll(x, h0, c0);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    forgotten.unregister(this);
    this.#release();
  }
}
