// Sums down the columns of a matrix, a cache line of columns at a time.
import {madd, put} from './math';
import {at} from './sequence';

/** Rows summed before they join the total, so that rounding stays small. */
const BLOCK: i32 = 128;

/** a ⊙ b, or a where there is no b. */
// @ts-ignore: decorator
@inline
function plus(sum: v128, a: usize, b: usize): v128 {
  return b ? madd(v128.load(a), v128.load(b), sum) : f32x4.add(sum, v128.load(a));
}

/** out[j] = Σ over rows of a[row][j]·b[row][j] (b may be 0: Σ a) for columns [n0,n1) of [rows,n]; n0 a multiple of 4. */
export function columnDots(a: usize, b: usize, rows: i32, n: i32, n0: i32, n1: i32, out: usize): void {
  const stride = (<usize>n) << 2;
  let j = n0;
  for (; j + 16 <= n1; j += 16) {
    let t0 = f32x4.splat(0);
    let t1 = t0;
    let t2 = t0;
    let t3 = t0;
    let p = at(a, j);
    let q = b ? at(b, j) : 0;
    for (let r = 0; r < rows; r += BLOCK) {
      let s0 = f32x4.splat(0);
      let s1 = s0;
      let s2 = s0;
      let s3 = s0;
      for (let k = min(rows - r, BLOCK); k > 0; k--) {
        s0 = plus(s0, p, q);
        s1 = plus(s1, p + 16, q ? q + 16 : 0);
        s2 = plus(s2, p + 32, q ? q + 32 : 0);
        s3 = plus(s3, p + 48, q ? q + 48 : 0);
        p += stride;
        if (q) q += stride;
      }
      t0 = f32x4.add(t0, s0);
      t1 = f32x4.add(t1, s1);
      t2 = f32x4.add(t2, s2);
      t3 = f32x4.add(t3, s3);
    }
    v128.store(at(out, j), t0);
    v128.store(at(out, j), t1, 16);
    v128.store(at(out, j), t2, 32);
    v128.store(at(out, j), t3, 48);
  }
  for (; j < n1; j += 4) {
    let total = f32x4.splat(0);
    for (let r = 0; r < rows; r += BLOCK) {
      let sum = f32x4.splat(0);
      const end = min(rows, r + BLOCK);
      for (let k = r; k < end; k++) sum = plus(sum, at(a, k * n + j), b ? at(b, k * n + j) : 0);
      total = f32x4.add(total, sum);
    }
    put(at(out, j), total, n1 - j);
  }
}
