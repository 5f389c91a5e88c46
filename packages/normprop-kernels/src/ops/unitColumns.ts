import {nativeColumnNorms, nativeScaleColumns} from '../native/nativeOptimizer.js';
import {referenceColumnNorms, referenceScaleColumns} from '../reference/referenceOptimizer.js';

/** Columns whose norm is this close to 1 are left alone: about the rounding error of a norm in float32. */
export const unitTolerance = 4e-6;

/**
 * ‖W column‖₂ for every column, [M], summed in float64; the same bits from every build.
 *
 * @param w [N,M], row-major.
 * @param columns M.
 * @throws If a row is not whole.
 */
export function columnNorms(w: Float32Array, columns: number): Float32Array {
  if (!Number.isInteger(columns) || (columns > 0 ? w.length % columns : w.length) !== 0)
    throw new Error(`columns: expected a divisor of ${w.length} values, got ${columns}`);
  return nativeColumnNorms(w, columns) ?? referenceColumnNorms(w, columns);
}

/**
 * Brings the columns of a matrix to norm 1, in place; a column of zeros stays. The same bits from every build.
 *
 * @param w [N,M], row-major.
 * @param columns M.
 * @returns `w`.
 * @throws If a row is not whole.
 */
export function projectColumns(w: Float32Array, columns: number): Float32Array {
  const factors = columnNorms(w, columns).map((norm) =>
    Math.abs(norm - 1) < unitTolerance ? 1 : norm === 0 ? 0 : 1 / norm,
  );
  if (factors.every((factor) => factor === 1)) return w;
  return nativeScaleColumns(w, factors) ?? referenceScaleColumns(w, factors);
}
