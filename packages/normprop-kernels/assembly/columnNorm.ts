// Batch Norm of one step: every column of [rows,n] by its own mean and variance over the rows, in place.
import {madd, put} from './math';
import {at} from './sequence';

function clear(p: usize, n: i32): void {
  memory.fill(p, 0, (<usize>n) << 2);
}

/** p ← p·a for n floats. */
function scaleBy(p: usize, n: i32, a: f32): void {
  for (let j = 0; j < n; j += 4) put(at(p, j), f32x4.mul(v128.load(at(p, j)), f32x4.splat(a)), n - j);
}

/** The number of rows that count: all, or those whose mask is not 0; at least 1 as a divisor. */
function countRows(rows: i32, mask: usize): i32 {
  if (!mask) return rows;
  let count = 0;
  for (let b = 0; b < rows; b++) if (load<f32>(at(mask, b)) != 0) count++;
  return max(1, count);
}

/** Mean and biased variance of each column over the rows that count. */
export function columnMoments(z: usize, rows: i32, n: i32, mask: usize, mean: usize, variance: usize): void {
  const share: f32 = <f32>1 / <f32>countRows(rows, mask);
  clear(mean, n);
  clear(variance, n);
  for (let b = 0; b < rows; b++) {
    if (mask && load<f32>(at(mask, b)) == 0) continue;
    const row = at(z, b * n);
    for (let j = 0; j < n; j += 4) put(at(mean, j), f32x4.add(v128.load(at(mean, j)), v128.load(at(row, j))), n - j);
  }
  scaleBy(mean, n, share);
  for (let b = 0; b < rows; b++) {
    if (mask && load<f32>(at(mask, b)) == 0) continue;
    const row = at(z, b * n);
    for (let j = 0; j < n; j += 4) {
      const d = f32x4.sub(v128.load(at(row, j)), v128.load(at(mean, j)));
      put(at(variance, j), madd(d, d, v128.load(at(variance, j))), n - j);
    }
  }
  scaleBy(variance, n, share);
}

/** out ← 1/√(variance + ε). */
function inverseDeviation(variance: usize, n: i32, epsilon: f32, out: usize): void {
  for (let j = 0; j < n; j += 4)
    put(
      at(out, j),
      f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(v128.load(at(variance, j)), f32x4.splat(epsilon)))),
      n - j,
    );
}

/** z ← (z − mean)/√(variance + ε); scratch holds n floats. */
export function normalizeColumnsOf(
  z: usize,
  rows: i32,
  n: i32,
  mean: usize,
  variance: usize,
  epsilon: f32,
  scratch: usize,
): void {
  inverseDeviation(variance, n, epsilon, scratch);
  for (let b = 0; b < rows; b++) {
    const row = at(z, b * n);
    for (let j = 0; j < n; j += 4)
      put(
        at(row, j),
        f32x4.mul(f32x4.sub(v128.load(at(row, j)), v128.load(at(mean, j))), v128.load(at(scratch, j))),
        n - j,
      );
  }
}

/**
 * normed ← γ/σ·(d − [row counts]·(mean(d) + normed·mean(d·normed))); with given statistics (population) γ/σ·d.
 * Adds Σ d ⊙ normed to dGamma and Σ d to dBeta (unless it is 0). Scratch holds 3·n floats.
 */
export function normalizeColumnsOfBackward(
  normed: usize,
  d: usize,
  gamma: usize,
  rows: i32,
  n: i32,
  mask: usize,
  variance: usize,
  epsilon: f32,
  population: i32,
  dGamma: usize,
  dBeta: usize,
  scratch: usize,
): void {
  const sum = scratch;
  const dot = at(scratch, n);
  const scale = at(dot, n);
  clear(scratch, 2 * n);
  for (let b = 0; b < rows; b++) {
    const x = at(normed, b * n);
    const g = at(d, b * n);
    for (let j = 0; j < n; j += 4) {
      const v = v128.load(at(g, j));
      put(at(sum, j), f32x4.add(v128.load(at(sum, j)), v), n - j);
      put(at(dot, j), madd(v, v128.load(at(x, j)), v128.load(at(dot, j))), n - j);
    }
  }
  for (let j = 0; j < n; j += 4) {
    put(at(dGamma, j), f32x4.add(v128.load(at(dGamma, j)), v128.load(at(dot, j))), n - j);
    if (dBeta) put(at(dBeta, j), f32x4.add(v128.load(at(dBeta, j)), v128.load(at(sum, j))), n - j);
  }
  scaleBy(sum, 2 * n, <f32>1 / <f32>countRows(rows, mask));
  inverseDeviation(variance, n, epsilon, scale);
  for (let j = 0; j < n; j += 4)
    put(at(scale, j), f32x4.mul(v128.load(at(scale, j)), v128.load(at(gamma, j))), n - j);
  for (let b = 0; b < rows; b++) {
    const x = at(normed, b * n);
    const g = at(d, b * n);
    const counts = !population && (!mask || load<f32>(at(mask, b)) != 0);
    for (let j = 0; j < n; j += 4) {
      let v = v128.load(at(g, j));
      if (counts)
        v = f32x4.sub(
          f32x4.sub(v, v128.load(at(sum, j))),
          f32x4.mul(v128.load(at(x, j)), v128.load(at(dot, j))),
        );
      put(at(x, j), f32x4.mul(v, v128.load(at(scale, j))), n - j);
    }
  }
}
