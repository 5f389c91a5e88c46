import type {Lease} from '../engine/lease.js';
import {SEQUENCE_FIELDS} from '../generated/sequenceFields.js';

/** The fields of the kernels' `Sequence` (assembly/sequence.ts explains them); absent ones are 0. */
export type SequenceFields = Partial<Record<keyof typeof SEQUENCE_FIELDS, number>>;

const NAMES = Object.keys(SEQUENCE_FIELDS) as (keyof typeof SEQUENCE_FIELDS)[];

/** Room for a `Sequence`. */
export function allocateSequence(lease: Lease): number {
  return lease.bytes(4 * NAMES.length);
}

/** Writes all fields to the `Sequence` at `address`. */
export function writeSequence(lease: Lease, address: number, fields: SequenceFields): void {
  const view = new DataView(lease.engine.heap.memory.buffer, address, 4 * NAMES.length);
  NAMES.forEach((name, i) => {
    const value = fields[name] ?? 0;
    if (SEQUENCE_FIELDS[name] === 'f32') view.setFloat32(4 * i, value, true);
    else view.setUint32(4 * i, value, true);
  });
}
