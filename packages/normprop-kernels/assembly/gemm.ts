// C (+)= A·B. A is packed in groups of four rows, [group][k][4], B in panels of eight columns, [panel][k][8]: one pointer
// each, so that the loop is loads, multiply-adds and two additions. One k per iteration: when unrolled by hand, the
// optimiser moves the loads together and V8 spills (27 instead of 38 GFLOP/s).
// Every element of C is the sum over k in order, block by block, whatever rows and columns stand beside it, so that a
// slice of the rows or of the columns gives the same bits as the whole.
import {madd, put} from './math';
import {packRows} from './pack';

/** The depth of a block: a panel of 256 x 8 floats (8 KiB) stays in the first-level cache. */
export const KC: i32 = 256;
/** Rows of A packed at once: 256 x 256 floats (256 KiB) stay in the second-level cache. */
export const MC: i32 = 256;

// @ts-ignore: decorator
@inline
function finish(c: usize, lo: v128, hi: v128, add: i32, cols: i32): void {
  if (cols >= 8) {
    if (add) {
      lo = f32x4.add(v128.load(c), lo);
      hi = f32x4.add(v128.load(c, 16), hi);
    }
    v128.store(c, lo);
    v128.store(c, hi, 16);
  } else finishNarrow(c, lo, hi, add, cols);
}

function finishNarrow(c: usize, lo: v128, hi: v128, add: i32, cols: i32): void {
  if (add) {
    lo = f32x4.add(v128.load(c), lo);
    hi = f32x4.add(v128.load(c, 16), hi);
  }
  put(c, lo, cols);
  if (cols > 4) put(c + 16, hi, cols - 4);
}

/** Four rows by eight columns: 8 accumulators, 2 registers of B, 1-4 of A; larger tiles spill on x64. */
function tile4x8(kc: i32, a: usize, b: usize, c: usize, ldc: usize, add: i32, rows: i32, cols: i32): void {
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  const end = b + ((<usize>kc) << 5);
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a, 0);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
    a += 16;
    b += 32;
  }
  finish(c, c00, c01, add, cols);
  if (rows > 1) finish(c + ldc, c10, c11, add, cols);
  if (rows > 2) finish(c + 2 * ldc, c20, c21, add, cols);
  if (rows > 3) finish(c + 3 * ldc, c30, c31, add, cols);
}

/** C[32] += sums. */
function addSums(c: usize, sums: usize): void {
  for (let l: usize = 0; l < 128; l += 16) v128.store(c + l, f32x4.add(v128.load(c + l), v128.load(sums + l)));
}

/**
 * One row, as it lies, by four panels (32 columns): for a batch of one, where the reading of B is what takes the time. Only stores
 * behind the loop: with an addition there V8 stores every accumulator in each turn of it too, which takes 2.3 times as long.
 */
function tile1x32(kc: i32, a: usize, b: usize, panel: usize, c: usize): void {
  let p1 = b + panel;
  let p2 = p1 + panel;
  let p3 = p2 + panel;
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  let c4 = c0;
  let c5 = c0;
  let c6 = c0;
  let c7 = c0;
  const end = a + ((<usize>kc) << 2);
  while (a < end) {
    const s = v128.load32_splat(a);
    c0 = madd(s, v128.load(b), c0);
    c1 = madd(s, v128.load(b, 16), c1);
    c2 = madd(s, v128.load(p1), c2);
    c3 = madd(s, v128.load(p1, 16), c3);
    c4 = madd(s, v128.load(p2), c4);
    c5 = madd(s, v128.load(p2, 16), c5);
    c6 = madd(s, v128.load(p3), c6);
    c7 = madd(s, v128.load(p3, 16), c7);
    a += 4;
    b += 32;
    p1 += 32;
    p2 += 32;
    p3 += 32;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
}

/** One row by one panel. */
function tile1x8(kc: i32, a: usize, b: usize, c: usize, add: i32, cols: i32): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  const end = a + ((<usize>kc) << 2);
  while (a < end) {
    const s = v128.load32_splat(a);
    c0 = madd(s, v128.load(b), c0);
    c1 = madd(s, v128.load(b, 16), c1);
    a += 4;
    b += 32;
  }
  finish(c, c0, c1, add, cols);
}

/** C[m,n] (+)= A·B for packed blocks of A (`packRows`, `packColumns`) and B (`packBlock`), both kc deep; ldc in bytes. */
export function gemmBlock(m: i32, n: i32, kc: i32, a: usize, b: usize, c: usize, ldc: usize, add: i32): void {
  const panel = (<usize>kc) << 5;
  const group = (<usize>kc) << 4;
  for (let j = 0; j < n; j += 8) {
    let ai = a;
    let ci = c + ((<usize>j) << 2);
    for (let i = 0; i < m; i += 4) {
      tile4x8(kc, ai, b, ci, ldc, add, m - i, n - j);
      ai += group;
      ci += ldc << 2;
    }
    b += panel;
  }
}

/** `gemmBlock` for a single row of A, as it lies. `scratch` holds 32 floats. */
function gemvBlock(n: i32, kc: i32, a: usize, b: usize, c: usize, add: i32, scratch: usize): void {
  const panel = (<usize>kc) << 5;
  let j = 0;
  for (; j + 32 <= n; j += 32) {
    const cj = c + ((<usize>j) << 2);
    tile1x32(kc, a, b, panel, add ? scratch : cj);
    if (add) addSums(cj, scratch);
    b += panel << 2;
  }
  for (; j < n; j += 8) {
    tile1x8(kc, a, b, c + ((<usize>j) << 2), add, n - j);
    b += panel;
  }
}

/**
 * C[m,n] (+)= A[m,k]·B with A row-major and B packed whole by `packAll`; lda and ldc in bytes.
 * `scratch` holds MC·KC floats for A.
 */
export function gemmPacked(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: usize,
  b: usize,
  c: usize,
  ldc: usize,
  add: i32,
  scratch: usize,
): void {
  const padded = (<usize>((n + 7) & ~7)) << 2;
  for (let kb = 0; kb < k; kb += KC) {
    const kc = min(KC, k - kb);
    const later = add | i32(kb > 0);
    const bk = b + <usize>kb * padded;
    const ak = a + ((<usize>kb) << 2);
    if (m == 1) gemvBlock(n, kc, ak, bk, c, later, scratch);
    else
      for (let mb = 0; mb < m; mb += MC) {
        const mc = min(MC, m - mb);
        packRows(mc, kc, ak + <usize>mb * lda, lda, scratch);
        gemmBlock(mc, n, kc, scratch, bk, c + <usize>mb * ldc, ldc, later);
      }
  }
}
