import type {Engine} from '../engine/engine.js';
import {withLease} from '../engine/lease.js';
import type {NormalizeColumnsGradients} from '../ops/opTypes.js';

/** γ ⊙ W/‖W column‖. */
export function simdNormalizeColumns(
  engine: Engine,
  w: Float32Array,
  rows: number,
  columns: number,
  gamma: Float32Array | undefined,
): Float32Array {
  return withLease(engine, (lease) => {
    const pw = lease.copy(w);
    const pg = gamma ? lease.copy(gamma) : lease.filled(columns, 1);
    engine.exports.normalizeColumns(pw, rows, columns, pg, lease.floats(columns));
    return engine.read(pw, w.length);
  });
}

/** The gradients of `simdNormalizeColumns`. */
export function simdNormalizeColumnsBackward(
  engine: Engine,
  w: Float32Array,
  rows: number,
  columns: number,
  gamma: Float32Array | undefined,
  gradient: Float32Array,
): NormalizeColumnsGradients {
  return withLease(engine, (lease) => {
    const pw = lease.copy(w);
    const pg = gamma ? lease.copy(gamma) : lease.filled(columns, 1);
    const pd = lease.copy(gradient);
    const dGamma = lease.floats(columns);
    engine.exports.normalizeColumnsBackward(pw, rows, columns, pg, pd, dGamma, lease.floats(columns));
    return {weights: engine.read(pd, w.length), gamma: engine.read(dGamma, columns)};
  });
}
