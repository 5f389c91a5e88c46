/** Sweeps at most; quadratic convergence needs 6 to 10. */
const SWEEPS = 60;

/**
 * The singular values of a matrix, largest first, in float64.
 *
 * One-sided Jacobi (Hestenes): rows are rotated in pairs until all are orthogonal; their norms are the singular values.
 * O(n³) per sweep, meant for a few hundred rows. Right to 1e-14 of the largest.
 *
 * @param matrix [rows, columns] row-major, not changed
 * @returns Float64Array [rows] (zeros at the end when rows > columns)
 * @throws RangeError for a size that disagrees; Error for values that are not finite
 */
export function singularValues(matrix: ArrayLike<number>, rows: number, columns: number): Float64Array {
  if (matrix.length !== rows * columns) {
    throw new RangeError(`matrix: expected ${rows * columns} values, got ${matrix.length}`);
  }
  const a = Array.from({length: rows}, (_, r) =>
    Float64Array.from({length: columns}, (_, k) => matrix[r * columns + k]),
  );
  const negligible = 1e-28 * a.reduce((sum, row) => sum + dot(row, row), 0);
  for (let sweep = 0, rotated = true; rotated; sweep++) {
    if (sweep === SWEEPS) throw new Error('matrix: expected finite values, but the rotations do not settle');
    rotated = false;
    for (let p = 0; p < rows - 1; p++) {
      for (let q = p + 1; q < rows; q++) {
        if (rotate(a[p], a[q], negligible)) rotated = true;
      }
    }
  }
  return Float64Array.from(a, (row) => Math.sqrt(dot(row, row)))
    .sort()
    .reverse();
}

/** Makes two rows orthogonal; false when they already are, or one of them is only rounding. */
function rotate(x: Float64Array, y: Float64Array, negligible: number): boolean {
  const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)];
  if (Math.min(xx, yy) <= negligible) return false;
  if (Math.abs(xy) <= 1e-14 * Math.sqrt(xx * yy)) return false;
  const zeta = (yy - xx) / (2 * xy);
  const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  for (let k = 0; k < x.length; k++) {
    const [before, other] = [x[k], y[k]];
    x[k] = c * before - s * other;
    y[k] = s * before + c * other;
  }
  return true;
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < x.length; k++) sum += x[k] * y[k];
  return sum;
}
