// Weight normalisation of columns, γ ⊙ W/‖W column‖, and its gradient, for W [rows,columns].
import {madd, put} from './math';
import {at} from './sequence';

/** Rows summed before they join the total, so that rounding stays small. */
const BLOCK: i32 = 64;

/** out[j] = Σ over rows of a ⊙ b. */
function columnDots(a: usize, b: usize, rows: i32, columns: i32, out: usize): void {
  for (let j = 0; j < columns; j += 4) {
    let total = f32x4.splat(0);
    for (let r = 0; r < rows; r += BLOCK) {
      const end = min(rows, r + BLOCK);
      let sum = f32x4.splat(0);
      for (let q = r; q < end; q++) {
        const o = q * columns + j;
        sum = madd(v128.load(at(a, o)), v128.load(at(b, o)), sum);
      }
      total = f32x4.add(total, sum);
    }
    put(at(out, j), total, columns - j);
  }
}

/** out[j] = 1/‖column j‖. */
function inverseNorms(w: usize, rows: i32, columns: i32, out: usize): void {
  columnDots(w, w, rows, columns, out);
  for (let j = 0; j < columns; j += 4)
    put(at(out, j), f32x4.div(f32x4.splat(1), f32x4.sqrt(v128.load(at(out, j)))), columns - j);
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
  columnDots(w, d, rows, columns, dGamma);
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
