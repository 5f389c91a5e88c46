import type {Engine} from '../engine/engine.js';
import {withLease} from '../engine/lease.js';

/** Floats brought into kernel memory at a time: four such pieces stay in the second-level cache. */
const PIECE = 16384;

/** Applies an in-place kernel piece by piece; the result is a fresh array. */
export function simdMap(
  engine: Engine,
  kernel: (p: number, n: number) => void,
  x: Float32Array,
): Float32Array {
  const out = new Float32Array(x.length);
  withLease(engine, (lease) => {
    const p = lease.floats(PIECE);
    const view = engine.floats(p, PIECE);
    for (let i = 0; i < x.length; i += PIECE) {
      const n = Math.min(PIECE, x.length - i);
      view.set(x.subarray(i, i + n));
      kernel(p, n);
      out.set(view.subarray(0, n), i);
    }
  });
  return out;
}
