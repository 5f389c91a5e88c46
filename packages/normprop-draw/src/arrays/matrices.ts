/** Matrices [rows,columns] side by side. */
export function besideEachOther(
  left: Float32Array,
  right: Float32Array,
  rows: number,
): Float32Array<ArrayBuffer> {
  const [l, r] = [left.length / rows, right.length / rows];
  const both = new Float32Array(left.length + right.length);
  for (let row = 0; row < rows; row++) {
    const at = row * (l + r);
    for (let j = 0; j < l; j++) both[at + j] = left[row * l + j];
    for (let j = 0; j < r; j++) both[at + l + j] = right[row * r + j];
  }
  return both;
}

/** Columns [from,to) of a matrix [rows,columns]. */
export function columnsOf(matrix: Float32Array, rows: number, from: number, to: number): Float32Array {
  const columns = matrix.length / rows;
  const part = new Float32Array(rows * (to - from));
  let i = 0;
  for (let row = 0; row < rows; row++) for (let j = from; j < to; j++) part[i++] = matrix[row * columns + j];
  return part;
}

/** values ⊙ factor, in place. */
export function scale(values: Float32Array, factor: number): Float32Array {
  if (factor !== 1) for (let i = 0; i < values.length; i++) values[i] *= factor;
  return values;
}

/** sums += values, as far as they reach. */
export function addTo(sums: Float32Array, values: Float32Array): void {
  for (let i = 0; i < values.length; i++) sums[i] += values[i];
}
