// Layer Norm of one row, forward and backward, in place.
import {lanes, madd, put, sum4} from './math';
import {at} from './sequence';

/** z ← (z − μ)/√(σ² + ε) over n floats; returns 1/√(σ² + ε). */
export function normalizeRow(z: usize, n: i32, epsilon: f32): f32 {
  let even = f32x4.splat(0);
  let odd = even;
  let j = 0;
  for (; j + 8 <= n; j += 8) {
    even = f32x4.add(even, v128.load(at(z, j)));
    odd = f32x4.add(odd, v128.load(at(z, j), 16));
  }
  for (; j < n; j += 4) even = f32x4.add(even, lanes(v128.load(at(z, j)), n - j));
  const mean = f32x4.splat(sum4(f32x4.add(even, odd)) / <f32>n);
  even = f32x4.splat(0);
  odd = even;
  for (j = 0; j + 8 <= n; j += 8) {
    const a = f32x4.sub(v128.load(at(z, j)), mean);
    const b = f32x4.sub(v128.load(at(z, j), 16), mean);
    even = madd(a, a, even);
    odd = madd(b, b, odd);
  }
  for (; j < n; j += 4) {
    const a = lanes(f32x4.sub(v128.load(at(z, j)), mean), n - j);
    even = madd(a, a, even);
  }
  const inverse: f32 = <f32>1 / sqrt<f32>(sum4(f32x4.add(even, odd)) / <f32>n + epsilon);
  const scale = f32x4.splat(inverse);
  for (j = 0; j < n; j += 4)
    put(at(z, j), f32x4.mul(f32x4.sub(v128.load(at(z, j)), mean), scale), n - j);
  return inverse;
}

/**
 * normed ← (dγ − mean(dγ) − normed·mean(dγ·normed))/σ with dγ = d ⊙ gamma: the gradient of the row before `normalizeRow`.
 * Adds d ⊙ normed to `dGamma` and d to `dBeta` (unless it is 0).
 */
export function normalizeRowBackward(
  normed: usize,
  d: usize,
  gamma: usize,
  n: i32,
  inverse: f32,
  dGamma: usize,
  dBeta: usize,
): void {
  let sum = f32x4.splat(0);
  let dot = sum;
  for (let j = 0; j < n; j += 4) {
    const x = v128.load(at(normed, j));
    const g = v128.load(at(d, j));
    put(at(dGamma, j), madd(g, x, v128.load(at(dGamma, j))), n - j);
    if (dBeta) put(at(dBeta, j), f32x4.add(g, v128.load(at(dBeta, j))), n - j);
    const scaled = lanes(f32x4.mul(g, v128.load(at(gamma, j))), n - j);
    sum = f32x4.add(sum, scaled);
    dot = madd(scaled, lanes(x, n - j), dot);
  }
  const meanSum = f32x4.splat(sum4(sum) / <f32>n);
  const meanDot = f32x4.splat(sum4(dot) / <f32>n);
  const scale = f32x4.splat(inverse);
  for (let j = 0; j < n; j += 4) {
    const x = v128.load(at(normed, j));
    const scaled = f32x4.mul(v128.load(at(d, j)), v128.load(at(gamma, j)));
    put(at(normed, j), f32x4.mul(scale, f32x4.sub(f32x4.sub(scaled, meanSum), f32x4.mul(x, meanDot))), n - j);
  }
}
