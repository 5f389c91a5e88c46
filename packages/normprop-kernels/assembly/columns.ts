// Weight normalisation of columns, γ ⊙ W/‖W column‖, and its gradient, for W [rows,columns].
import {columnDots} from './columnSums';
import {put} from './math';
import {at} from './sequence';

/** out[j] = 1/‖column j‖, 0 for a column of zeros. */
export function inverseColumnNorms(w: usize, rows: i32, columns: i32, out: usize): void {
  columnDots(w, w, rows, columns, 0, columns, out);
  const zero = f32x4.splat(0);
  for (let j = 0; j < columns; j += 4) {
    const squares = v128.load(at(out, j));
    const inverse = f32x4.div(f32x4.splat(1), f32x4.sqrt(squares));
    put(at(out, j), v128.andnot(inverse, f32x4.eq(squares, zero)), columns - j);
  }
}

/** out ← a ⊙ b, n values each. */
export function multiplyArrays(a: usize, b: usize, n: i32, out: usize): void {
  for (let j = 0; j < n; j += 4) put(at(out, j), f32x4.mul(v128.load(at(a, j)), v128.load(at(b, j))), n - j);
}

/** W [rows,columns] in place: column j times scale[j]. */
export function scaleColumns(w: usize, rows: i32, columns: i32, scale: usize): void {
  for (let r = 0; r < rows; r++) multiplyArrays(at(w, r * columns), scale, columns, at(w, r * columns));
}

/** `d`, the gradient of γ ⊙ W/‖W column‖, becomes that of W; dGamma [columns] is written; `inverse` as by `inverseColumnNorms`. */
export function normalizeColumnsBackward(
  w: usize,
  rows: i32,
  columns: i32,
  gamma: usize,
  inverse: usize,
  d: usize,
  dGamma: usize,
): void {
  columnDots(w, d, rows, columns, 0, columns, dGamma);
  multiplyArrays(dGamma, inverse, columns, dGamma);
  for (let r = 0; r < rows; r++) {
    const row = at(w, r * columns);
    const grad = at(d, r * columns);
    for (let j = 0; j < columns; j += 4) {
      const norm = v128.load(at(inverse, j));
      const unit = f32x4.mul(v128.load(at(row, j)), norm);
      const rest = f32x4.sub(v128.load(at(grad, j)), f32x4.mul(unit, v128.load(at(dGamma, j))));
      put(at(grad, j), f32x4.mul(f32x4.mul(norm, v128.load(at(gamma, j))), rest), columns - j);
    }
  }
}
