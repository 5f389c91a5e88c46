import {nativeColumnNorms, nativeScaleColumns} from '../native/nativeOptimizer.js';
import {referenceColumnNorms, referenceScaleColumns} from '../reference/referenceOptimizer.js';

/** Columns whose norm is this close to 1 are left alone: about the rounding error of a norm in float32. */
export const unitTolerance = 4e-6;

/**
 * Brings the columns of a matrix to norm 1, in place; a column of zeros stays. The same bits from every build.
 *
 * @param w [N,M], row-major.
 * @param columns M.
 * @returns `w`.
 * @throws If there is no column, or a row is not whole.
 */
export function projectColumns(w: Float32Array, columns: number): Float32Array {
  if (!(columns >= 1 && columns % 1 === 0 && w.length % columns === 0))
    throw new Error(`columns: expected a divisor of ${w.length} values, got ${columns}`);
  const norms = nativeColumnNorms(w, columns) ?? referenceColumnNorms(w, columns);
  const factors = norms.map((norm) => (Math.abs(norm - 1) < unitTolerance ? 1 : norm === 0 ? 0 : 1 / norm));
  return nativeScaleColumns(w, factors) ?? referenceScaleColumns(w, factors);
}
