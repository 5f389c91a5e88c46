// Weight normalisation of columns, γ ⊙ W/‖W column‖, and its gradient, for W [rows,columns].
import {columnDots} from './columnSums';
import {put} from './math';
import {at} from './sequence';

/** Squared norms between these are right in float32; others may have lost what made them. */
const SMALLEST: f32 = 1e-24;
const LARGEST: f32 = 1e36;

/** out[j] = 1/‖column j‖, 0 for a column of zeros. */
export function inverseColumnNorms(w: usize, rows: i32, columns: i32, out: usize): void {
  columnDots(w, w, rows, columns, 0, columns, out);
  for (let j = 0; j < columns; j++) {
    const square = load<f32>(at(out, j));
    const inverse =
      square > SMALLEST && square < LARGEST ? <f32>1 / sqrt<f32>(square) : carefulInverse(w, rows, columns, j);
    store<f32>(at(out, j), inverse);
  }
}

/** The same in float64, for a column whose squares float32 cannot hold; at most 1e38, so that a gain may still multiply it. */
function carefulInverse(w: usize, rows: i32, columns: i32, j: i32): f32 {
  let square: f64 = 0;
  for (let r = 0; r < rows; r++) {
    const value = <f64>load<f32>(at(w, r * columns + j));
    square += value * value;
  }
  return square == 0 ? 0 : <f32>min<f64>(1 / sqrt<f64>(square), 1e38);
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
