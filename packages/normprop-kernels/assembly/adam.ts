// Adam and the global norm, on pieces of the variables.
import {lanes, madd, put} from './math';
import {at} from './sequence';

/** Σ p², in float64. */
export function sumSquares(p: usize, n: i32): f64 {
  let low = f64x2.splat(0);
  let high = low;
  for (let j = 0; j < n; j += 4) {
    const v = lanes(v128.load(at(p, j)), n - j);
    const a = f64x2.promote_low_f32x4(v);
    const b = f64x2.promote_low_f32x4(v128.shuffle<i64>(v, v, 1, 0));
    low = f64x2.add(low, f64x2.mul(a, a));
    high = f64x2.add(high, f64x2.mul(b, b));
  }
  const sum = f64x2.add(low, high);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/**
 * m ← β₁m + (1−β₁)·clip·g, v ← β₂v + (1−β₂)(clip·g)², p ← p − rate·m/(√v·root + ε), in place; `rate` and `root` carry the bias corrections.
 */
export function adam(
  p: usize,
  g: usize,
  m: usize,
  v: usize,
  n: i32,
  clip: f32,
  beta1: f32,
  rest1: f32,
  beta2: f32,
  rest2: f32,
  rate: f32,
  root: f32,
  epsilon: f32,
): void {
  for (let j = 0; j < n; j += 4) {
    const left = n - j;
    const grad = f32x4.mul(v128.load(at(g, j)), f32x4.splat(clip));
    const first = madd(f32x4.splat(rest1), grad, f32x4.mul(f32x4.splat(beta1), v128.load(at(m, j))));
    const square = f32x4.mul(grad, grad);
    const second = madd(f32x4.splat(rest2), square, f32x4.mul(f32x4.splat(beta2), v128.load(at(v, j))));
    const below = madd(f32x4.sqrt(second), f32x4.splat(root), f32x4.splat(epsilon));
    put(at(m, j), first, left);
    put(at(v, j), second, left);
    put(at(p, j), f32x4.sub(v128.load(at(p, j)), f32x4.div(f32x4.mul(f32x4.splat(rate), first), below)), left);
  }
}
