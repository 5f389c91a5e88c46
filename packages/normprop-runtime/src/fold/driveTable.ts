import {STREAM_NORMALIZER, StreamLease, type StreamKernels} from 'normprop-kernels/stream';
import type {FoldedRecurrent} from './foldRecurrent.js';
import type {DriveTable} from './operation.js';

/** Bytes up to which a table is worth its memory in any case. */
const SMALL = 2 ** 20;

/** Whether a layer that reads rows of [symbols,inputSize] should rather read a table of their products. */
export function worthTable(symbols: number, {inputSize, units}: FoldedRecurrent): boolean {
  return symbols <= 4 * inputSize || 16 * units * symbols <= SMALL;
}

/**
 * x·kernel + bias for each of V inputs; with Layer Norm γx ⊙ N(x·kernel) + shift; with statistics that differ from step to step x·kernel.
 *
 * @param rows The inputs [V,D]; undefined for unit vectors (V = D).
 */
export function driveTable(kernels: StreamKernels, layer: FoldedRecurrent, rows?: Float32Array): DriveTable {
  const {inputSize, kernel, bias, normalizer, units} = layer;
  const n = 4 * units;
  const count = rows ? rows.length / inputSize : inputSize;
  const table = rows ? product(kernels, rows, count, kernel, n) : kernel.slice();
  if (bias) for (let i = 0; i < table.length; i++) table[i] += bias[i % n];
  if (normalizer === 'layer') normalize(kernels, layer, table, count);
  return table;
}

function product(
  kernels: StreamKernels,
  rows: Float32Array,
  count: number,
  kernel: Float32Array,
  n: number,
): Float32Array {
  const lease = new StreamLease(kernels);
  try {
    const depth = rows.length / count;
    const packed = lease.pack(kernel, depth, n, false);
    const from = lease.copy(rows);
    const to = lease.floats(count * n);
    const scratch = lease.bytes(kernels.exports.streamScratch());
    kernels.exports.gemmPacked(count, n, depth, from, 4 * depth, packed, to, 4 * n, 0, scratch);
    return kernels.floats(to, count * n).slice();
  } finally {
    lease.release();
  }
}

function normalize(kernels: StreamKernels, layer: FoldedRecurrent, table: Float32Array, count: number): void {
  const lease = new StreamLease(kernels);
  try {
    const n = 4 * layer.units;
    const to = lease.copy(table);
    const description = lease.layer({
      units: layer.units,
      normalizer: STREAM_NORMALIZER.layer,
      groups: layer.settings.perGate ? 4 : 1,
      epsilon: layer.settings.epsilon,
      gainX: lease.copy(layer.gainX!),
      shift: lease.copy(layer.shift!),
    });
    for (let r = 0; r < count; r++) kernels.exports.normalizeDrive(description, to + 4 * r * n);
    table.set(kernels.floats(to, count * n));
  } finally {
    lease.release();
  }
}
