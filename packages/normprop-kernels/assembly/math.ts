// Vector arithmetic shared by all kernels: fused multiply-add where the build has it, exp, sigmoid and tanh.

/** a·b + c; one rounding in the relaxed build, two in the plain one. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** 1.5·2^23: adding it rounds a float to an integer that stands in the low bits of the sum. */
// @ts-ignore: decorator
@inline
const ROUND: f32 = 12582912.0;
// @ts-ignore: decorator
@inline
const LOG2E: f32 = 1.4426950408889634;

/** (2^f − 1)/f for f in [−1/2, 1/2], degree 5, relative error 1.1e-8 (minimax fit, bench/fit-exp.mjs). */
// @ts-ignore: decorator
@inline
function exp2Quotient(f: v128): v128 {
  let q = f32x4.splat(0.0001540351218795096);
  q = madd(q, f, f32x4.splat(0.0013390849847073347));
  q = madd(q, f, f32x4.splat(0.009618237929448834));
  q = madd(q, f, f32x4.splat(0.05550357219969194));
  q = madd(q, f, f32x4.splat(0.24022649789542522));
  return madd(q, f, f32x4.splat(0.6931471879708364));
}

/** 2^n from ROUND + n. */
// @ts-ignore: decorator
@inline
function power(rounded: v128): v128 {
  return i32x4.add(i32x4.shl(rounded, 23), i32x4.splat(0x3f800000));
}

/** 2^y for y in [−126, 127]; NaN stays NaN. */
// @ts-ignore: decorator
@inline
function exp2(y: v128): v128 {
  const rounded = f32x4.add(y, f32x4.splat(ROUND));
  const f = f32x4.sub(y, f32x4.sub(rounded, f32x4.splat(ROUND)));
  const s = power(rounded);
  return madd(f32x4.mul(f, exp2Quotient(f)), s, s);
}

/** e^x for x ≤ 0 (softmax); below −87 it stays at e^−87. */
// @ts-ignore: decorator
@inline
export function expNegative(x: v128): v128 {
  return exp2(f32x4.pmax(f32x4.mul(x, f32x4.splat(LOG2E)), f32x4.splat(-126.0)));
}

/** 1/(1 + e^−x). */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  let y = f32x4.mul(x, f32x4.splat(-LOG2E));
  y = f32x4.pmax(f32x4.pmin(y, f32x4.splat(126.0)), f32x4.splat(-126.0));
  const one = f32x4.splat(1.0);
  return f32x4.div(one, f32x4.add(one, exp2(y)));
}

/** A gate's value: sigmoid, or with `hard` clip(0.2 x + 0.5, 0, 1), where NaN stays NaN. */
// @ts-ignore: decorator
@inline
export function gate4(x: v128, hard: i32): v128 {
  if (!hard) return sigmoid4(x);
  const y = f32x4.add(f32x4.mul(x, f32x4.splat(0.2)), f32x4.splat(0.5));
  return f32x4.max(f32x4.min(y, f32x4.splat(1)), f32x4.splat(0));
}

/** The slope of `gate4` from its value s: s(1 − s), or 0.2 strictly between 0 and 1. */
// @ts-ignore: decorator
@inline
export function gateSlope4(s: v128, hard: i32): v128 {
  const one = f32x4.splat(1);
  if (!hard) return f32x4.mul(s, f32x4.sub(one, s));
  return v128.and(f32x4.splat(0.2), v128.and(f32x4.gt(s, f32x4.splat(0)), f32x4.lt(s, one)));
}

/** tanh x = E/(E + 2) with E = e^2x − 1 computed without cancellation, so that small x keep their digits. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  let y = f32x4.mul(x, f32x4.splat(2.0 * LOG2E));
  y = f32x4.pmax(f32x4.pmin(y, f32x4.splat(30.0)), f32x4.splat(-30.0));
  const rounded = f32x4.add(y, f32x4.splat(ROUND));
  const f = f32x4.sub(y, f32x4.sub(rounded, f32x4.splat(ROUND)));
  const s = power(rounded);
  const e = madd(f32x4.mul(f, exp2Quotient(f)), s, f32x4.sub(s, f32x4.splat(1.0)));
  return f32x4.div(e, f32x4.add(e, f32x4.splat(2.0)));
}

/** Stores the first n (1..4) lanes. Loads may run over the end of a row or an array; stores may not. */
// @ts-ignore: decorator
@inline
export function put(p: usize, v: v128, n: i32): void {
  if (n >= 4) v128.store(p, v);
  else putTail(p, v, n);
}

function putTail(p: usize, v: v128, n: i32): void {
  v128.store_lane<f32>(p, v, 0);
  if (n > 1) v128.store_lane<f32>(p, v, 1, 4);
  if (n > 2) v128.store_lane<f32>(p, v, 2, 8);
}

/** v with the lanes from n on set to zero, for sums over a row's end. */
// @ts-ignore: decorator
@inline
export function lanes(v: v128, n: i32): v128 {
  if (n >= 4) return v;
  return v128.and(v, i32x4.gt_s(i32x4.splat(n), i32x4(0, 1, 2, 3)));
}

/** The sum of the four lanes. */
// @ts-ignore: decorator
@inline
export function sum4(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}
