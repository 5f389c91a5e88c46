// Weight normalisation of columns, γ ⊙ W/‖W column‖, and its gradient, for W [rows,columns].
import {columnDots} from './columnSums';
import {put} from './math';
import {at} from './sequence';

/** out[j] = 1/‖column j‖, 0 for a column of zeros. */
function inverseNorms(w: usize, rows: i32, columns: i32, out: usize): void {
  columnDots(w, w, rows, columns, 0, columns, out);
  const zero = f32x4.splat(0);
  for (let j = 0; j < columns; j += 4) {
    const squares = v128.load(at(out, j));
    const inverse = f32x4.div(f32x4.splat(1), f32x4.sqrt(squares));
    put(at(out, j), v128.andnot(inverse, f32x4.eq(squares, zero)), columns - j);
  }
}

/** In place; scratch holds `columns` floats. */
export function normalizeColumns(w: usize, rows: i32, columns: i32, gamma: usize, scratch: usize): void {
  inverseNorms(w, rows, columns, scratch);
  for (let j = 0; j < columns; j += 4)
    put(at(scratch, j), f32x4.mul(v128.load(at(scratch, j)), v128.load(at(gamma, j))), columns - j);
  for (let r = 0; r < rows; r++) {
    const row = at(w, r * columns);
    for (let j = 0; j < columns; j += 4)
      put(at(row, j), f32x4.mul(v128.load(at(row, j)), v128.load(at(scratch, j))), columns - j);
  }
}

/** `d`, the gradient of the result, becomes that of W; dGamma [columns] is written; scratch holds `columns` floats. */
export function normalizeColumnsBackward(
  w: usize,
  rows: i32,
  columns: i32,
  gamma: usize,
  d: usize,
  dGamma: usize,
  scratch: usize,
): void {
  inverseNorms(w, rows, columns, scratch);
  columnDots(w, d, rows, columns, 0, columns, dGamma);
  for (let j = 0; j < columns; j += 4)
    put(at(dGamma, j), f32x4.mul(v128.load(at(dGamma, j)), v128.load(at(scratch, j))), columns - j);
  for (let r = 0; r < rows; r++) {
    const row = at(w, r * columns);
    const grad = at(d, r * columns);
    for (let j = 0; j < columns; j += 4) {
      const inverse = v128.load(at(scratch, j));
      const unit = f32x4.mul(v128.load(at(row, j)), inverse);
      const rest = f32x4.sub(v128.load(at(grad, j)), f32x4.mul(unit, v128.load(at(dGamma, j))));
      put(at(grad, j), f32x4.mul(f32x4.mul(inverse, v128.load(at(gamma, j))), rest), columns - j);
    }
  }
}
