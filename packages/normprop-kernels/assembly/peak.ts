import {madd, sum4} from './math';

/**
 * 12·rounds multiply-adds of four lanes in registers, in twelve chains (enough to hide the latency of a multiplication and
 * an addition): the speed that no GEMM can pass. c ← c·a + b.
 */
export function peak(rounds: i32, a: f32, b: f32): f32 {
  const x = f32x4.splat(a);
  const y = f32x4.splat(b);
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(1);
  let c2 = f32x4.splat(2);
  let c3 = f32x4.splat(3);
  let c4 = f32x4.splat(4);
  let c5 = f32x4.splat(5);
  let c6 = f32x4.splat(6);
  let c7 = f32x4.splat(7);
  let c8 = f32x4.splat(8);
  let c9 = f32x4.splat(9);
  let c10 = f32x4.splat(10);
  let c11 = f32x4.splat(11);
  for (let i = 0; i < rounds; i++) {
    c0 = madd(c0, x, y);
    c1 = madd(c1, x, y);
    c2 = madd(c2, x, y);
    c3 = madd(c3, x, y);
    c4 = madd(c4, x, y);
    c5 = madd(c5, x, y);
    c6 = madd(c6, x, y);
    c7 = madd(c7, x, y);
    c8 = madd(c8, x, y);
    c9 = madd(c9, x, y);
    c10 = madd(c10, x, y);
    c11 = madd(c11, x, y);
  }
  c0 = f32x4.add(c0, c1);
  c0 = f32x4.add(c0, c2);
  c0 = f32x4.add(c0, c3);
  c0 = f32x4.add(c0, c4);
  c0 = f32x4.add(c0, c5);
  c0 = f32x4.add(c0, c6);
  c0 = f32x4.add(c0, c7);
  c0 = f32x4.add(c0, c8);
  c0 = f32x4.add(c0, c9);
  c0 = f32x4.add(c0, c10);
  c0 = f32x4.add(c0, c11);
  return sum4(c0);
}
