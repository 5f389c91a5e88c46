import type {Engine} from '../engine/engine.js';
import {withLease, type Lease} from '../engine/lease.js';
import type {NormalizeColumnsGradients} from '../contract/opTypes.js';

/** What brings the columns of a W [rows,columns] to the norms γ; addresses of [columns] each. */
export interface ColumnNorms {
  gamma: number;
  /** 1/‖W column‖. */
  inverse: number;
  /** γ/‖W column‖. */
  scale: number;
}

/** The factors of W's columns, in the lease's memory. */
export function columnNorms(
  lease: Lease,
  w: number,
  rows: number,
  columns: number,
  gamma: Float32Array | undefined,
): ColumnNorms {
  const {exports} = lease.engine;
  const norms = {
    gamma: gamma ? lease.copy(gamma) : lease.filled(columns, 1),
    inverse: lease.floats(columns),
    scale: lease.floats(columns),
  };
  exports.inverseColumnNorms(w, rows, columns, norms.inverse);
  exports.multiplyArrays(norms.gamma, norms.inverse, columns, norms.scale);
  return norms;
}

/** The gradient of W over `d`, that of the normalised W; returns dγ. */
export function columnNormsBackward(
  lease: Lease,
  w: number,
  rows: number,
  columns: number,
  {gamma, inverse}: ColumnNorms,
  d: number,
): Float32Array {
  const {exports} = lease.engine;
  const dGamma = lease.floats(columns);
  exports.normalizeColumnsBackward(w, rows, columns, gamma, inverse, d, dGamma);
  return lease.engine.read(dGamma, columns);
}

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
    const {scale} = columnNorms(lease, pw, rows, columns, gamma);
    engine.exports.scaleColumns(pw, rows, columns, scale);
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
    const pd = lease.copy(gradient);
    const norms = columnNorms(lease, pw, rows, columns, gamma);
    const dGamma = columnNormsBackward(lease, pw, rows, columns, norms, pd);
    return {weights: engine.read(pd, w.length), gamma: dGamma};
  });
}
