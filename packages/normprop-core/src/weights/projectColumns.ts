import {columnNormsOf} from './columnNorms.js';

/** Columns whose norm is this close to 1 are left alone: about the rounding error of a norm in float32. */
export const unitTolerance = 4e-6;

/**
 * Brings the columns of a matrix on an array to norm 1, in place; a column of zeros stays.
 *
 * @param w [N,M], row-major.
 * @param columns M.
 * @returns `w`.
 * @throws If there is no column, or a row is not whole.
 */
export function projectColumns(w: Float32Array, columns: number): Float32Array {
  if (!(columns >= 1) || w.length % columns !== 0)
    throw new Error(`columns: expected a divisor of ${w.length} values, got ${columns}`);
  const norms = columnNormsOf(w, columns);
  const isUnit = (norm: number) => Math.abs(norm - 1) < unitTolerance;
  if (norms.every(isUnit)) return w;
  const factors = norms.map((norm) => (isUnit(norm) ? 1 : norm === 0 ? 0 : 1 / norm));
  for (let row = 0; row < w.length; row += columns)
    for (let j = 0; j < columns; j++) w[row + j] *= factors[j];
  return w;
}
