import type {Engine} from '../engine/engine.js';
import {Lease, withLease} from '../engine/lease.js';
import type {LSTMForwardArgs, PackedLSTMWeights, PackedLSTMWeightsArgs} from '../lstm/lstmTypes.js';

/** Gives back the memory of weights that nobody can reach any more. */
const forgotten = new FinalizationRegistry<Lease>((lease) => lease.release());

/** recurrentKernel [H,N] packed for h·recurrentKernel, or transposed for da·recurrentKernelᵀ. */
export function packRecurrent(
  lease: Lease,
  recurrentKernel: number,
  units: number,
  transposed: boolean,
): number {
  const n = 4 * units;
  const [rows, columns] = transposed ? [n, units] : [units, n];
  const packed = lease.floats(rows * 8 * Math.ceil(columns / 8));
  lease.engine.exports.packAll(rows, columns, recurrentKernel, 4 * n, transposed ? 1 : 0, packed);
  return packed;
}

/** kernel [D,N] packed for x·kernel. */
export function packKernel(lease: Lease, kernel: number, inputSize: number, units: number): number {
  const n = 4 * units;
  const packed = lease.floats(inputSize * 8 * Math.ceil(n / 8));
  lease.engine.exports.packAll(inputSize, n, kernel, 4 * n, 0, packed);
  return packed;
}

/**
 * A copy of W [rows,columns] whose columns have the norms `gain`; W itself where there is no gain.
 *
 * @param gain Address of [columns].
 */
export function normalizedColumns(
  lease: Lease,
  w: number,
  rows: number,
  columns: number,
  gain: number | undefined,
): number {
  if (gain === undefined) return w;
  const {engine} = lease;
  const copy = lease.floats(rows * columns);
  engine.floats(copy, rows * columns).set(engine.floats(w, rows * columns));
  engine.exports.normalizeColumns(copy, rows, columns, gain, lease.floats(columns));
  return copy;
}

/** Weights that stay in kernel memory over many calls. */
export class SimdWeights implements PackedLSTMWeights {
  readonly inputSize: number;
  readonly units: number;
  /** As they came. */
  readonly kernel: number;
  readonly recurrentKernel: number;
  /** Packed for forward. */
  readonly packedKernel: number;
  readonly packedRecurrent: number;
  /** The norms of their columns. */
  readonly gainX: number | undefined;
  readonly gainH: number | undefined;
  readonly #lease: Lease;
  #transposed: number | undefined;
  #disposed = false;
  /** Reserves whose backward still reads these weights. */
  #readers = 0;

  constructor(
    readonly engine: Engine,
    {inputSize, units, kernel, recurrentKernel, columnGainX, columnGainH}: PackedLSTMWeightsArgs,
  ) {
    const lease = (this.#lease = new Lease(engine));
    try {
      this.inputSize = inputSize;
      this.units = units;
      this.kernel = lease.copy(kernel);
      this.recurrentKernel = lease.copy(recurrentKernel);
      this.gainX = columnGainX && lease.copy(columnGainX);
      this.gainH = columnGainH && lease.copy(columnGainH);
      const n = 4 * units;
      [this.packedKernel, this.packedRecurrent] = withLease(engine, (call) => [
        packKernel(lease, normalizedColumns(call, this.kernel, inputSize, n, this.gainX), inputSize, units),
        this.#packRecurrent(call, false),
      ]);
    } catch (error) {
      lease.release();
      throw error;
    }
    forgotten.register(this, lease, this);
  }

  get hasColumnGainX(): boolean {
    return this.gainX !== undefined;
  }

  get hasColumnGainH(): boolean {
    return this.gainH !== undefined;
  }

  get bytes(): number {
    return this.#disposed && this.#readers === 0 ? 0 : this.#lease.size;
  }

  /** Packed for backward, at its first call. */
  packedTransposed(): number {
    return (this.#transposed ??= withLease(this.engine, (call) => this.#packRecurrent(call, true)));
  }

  #packRecurrent(call: Lease, transposed: boolean): number {
    const {units} = this;
    const normalized = normalizedColumns(call, this.recurrentKernel, units, 4 * units, this.gainH);
    return packRecurrent(this.#lease, normalized, units, transposed);
  }

  /** Throws when the memory was given back. */
  expectLive(): void {
    if (this.#disposed) throw new Error('packedWeights: disposed before use');
  }

  /** A reserve needs them from now on. */
  retain(): void {
    this.#readers++;
  }

  /** A reserve needs them no more. */
  letGo(): void {
    this.#readers--;
    this.#release();
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
  }

  #release(): void {
    if (!this.#disposed || this.#readers > 0) return;
    this.#lease.release();
    forgotten.unregister(this);
  }
}

/** The packed weights of a call, if there are any that this engine can use (after `configureKernels` the arrays are packed anew). */
export function usableWeights(engine: Engine, {packedWeights}: LSTMForwardArgs): SimdWeights | undefined {
  if (!(packedWeights instanceof SimdWeights) || packedWeights.engine !== engine) return undefined;
  packedWeights.expectLive();
  return packedWeights;
}
