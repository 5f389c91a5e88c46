import type {Engine} from '../engine/engine.js';
import {forgottenRegistry} from '../engine/forgottenRegistry.js';
import {Lease} from '../engine/lease.js';
import type {LSTMForwardArgs, PackedLSTMWeights, PackedLSTMWeightsArgs} from '../contract/lstmTypes.js';
import {columnNorms, type ColumnNorms} from './simdColumns.js';

/** Gives back the memory of weights that nobody can reach any more. */
const forgotten = forgottenRegistry<Lease>((lease) => lease.release());

/** W [rows,columns], row-major, in the order in which the GEMM reads it, its columns brought to their norms. */
export function packMatrix(
  lease: Lease,
  w: number,
  rows: number,
  columns: number,
  norms: ColumnNorms | undefined,
): number {
  const packed = lease.floats(rows * 8 * Math.ceil(columns / 8));
  lease.engine.exports.packAll(rows, columns, w, 4 * columns, 0, packed, norms?.scale ?? 0);
  return packed;
}

/** As `packMatrix`, of Wᵀ. */
export function packTransposed(
  lease: Lease,
  w: number,
  rows: number,
  columns: number,
  norms: ColumnNorms | undefined,
): number {
  const packed = lease.floats(columns * 8 * Math.ceil(rows / 8));
  lease.engine.exports.packAll(columns, rows, w, 4 * columns, 1, packed, norms?.scale ?? 0);
  return packed;
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
  readonly normsX: ColumnNorms | undefined;
  readonly normsH: ColumnNorms | undefined;
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
      const n = 4 * units;
      this.normsX = columnGainX && columnNorms(lease, this.kernel, inputSize, n, columnGainX);
      this.normsH = columnGainH && columnNorms(lease, this.recurrentKernel, units, n, columnGainH);
      this.packedKernel = packMatrix(lease, this.kernel, inputSize, n, this.normsX);
      this.packedRecurrent = packMatrix(lease, this.recurrentKernel, units, n, this.normsH);
    } catch (error) {
      lease.release();
      throw error;
    }
    forgotten.register(this, lease, this);
  }

  get hasColumnGainX(): boolean {
    return this.normsX !== undefined;
  }

  get hasColumnGainH(): boolean {
    return this.normsH !== undefined;
  }

  get bytes(): number {
    return this.#disposed && this.#readers === 0 ? 0 : this.#lease.size;
  }

  /** Packed for backward, at its first call. */
  packedTransposed(): number {
    const {recurrentKernel, units, normsH} = this;
    return (this.#transposed ??= packTransposed(this.#lease, recurrentKernel, units, 4 * units, normsH));
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
export function usableWeights(
  engine: Engine,
  {packedWeights}: Pick<LSTMForwardArgs, 'packedWeights'>,
): SimdWeights | undefined {
  if (!(packedWeights instanceof SimdWeights) || packedWeights.engine !== engine) return undefined;
  packedWeights.expectLive();
  return packedWeights;
}
