// C (+)= A·B for one block: rows of A as they lie, B packed in panels of eight columns, [panel][k][8].
// Every element of C is the sum over k in order, whatever rows and columns stand beside it, so that a slice of the rows
// or of the columns gives the same bits as the whole.
import {madd, put} from './math';

/** Rows of B in one packed block: a panel of 256 x 8 floats (8 KiB) stays in the first-level cache. */
export const KC: i32 = 256;
/** Rows of A per pass over the panels: 256 x 256 floats (256 KiB) stay in the second-level cache. */
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
function tile4x8(kc: i32, a: usize, lda: usize, b: usize, c: usize, ldc: usize, add: i32, cols: i32): void {
  let a1 = a + lda;
  let a2 = a1 + lda;
  let a3 = a2 + lda;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  let end = b + ((<usize>(kc & ~3)) << 5);
  while (b < end) {
    let b0 = v128.load(b);
    let b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);

    b0 = v128.load(b, 32);
    b1 = v128.load(b, 48);
    s = v128.load32_splat(a, 4);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1, 4);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2, 4);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3, 4);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);

    b0 = v128.load(b, 64);
    b1 = v128.load(b, 80);
    s = v128.load32_splat(a, 8);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1, 8);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2, 8);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3, 8);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);

    b0 = v128.load(b, 96);
    b1 = v128.load(b, 112);
    s = v128.load32_splat(a, 12);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1, 12);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2, 12);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3, 12);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);

    a += 16;
    a1 += 16;
    a2 += 16;
    a3 += 16;
    b += 128;
  }
  end = b + ((<usize>(kc & 3)) << 5);
  while (b < end) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
    a += 4;
    a1 += 4;
    a2 += 4;
    a3 += 4;
    b += 32;
  }
  finish(c, c00, c01, add, cols);
  finish(c + ldc, c10, c11, add, cols);
  finish(c + 2 * ldc, c20, c21, add, cols);
  finish(c + 3 * ldc, c30, c31, add, cols);
}

/** One row by four panels (32 columns), for the rows that four does not divide and for a batch of one. */
function tile1x32(kc: i32, a: usize, b: usize, panel: usize, c: usize, add: i32): void {
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
  finish(c, c0, c1, add, 8);
  finish(c + 32, c2, c3, add, 8);
  finish(c + 64, c4, c5, add, 8);
  finish(c + 96, c6, c7, add, 8);
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

/** C[m,n] (+)= A[m,kc]·B for one packed block of B; lda and ldc in bytes. */
export function gemmBlock(m: i32, n: i32, kc: i32, a: usize, lda: usize, b: usize, c: usize, ldc: usize, add: i32): void {
  const panel = (<usize>kc) << 5;
  const full = m & ~3;
  let p = b;
  for (let j = 0; j < n; j += 8) {
    const cols = min(8, n - j);
    let ai = a;
    let ci = c + ((<usize>j) << 2);
    for (let i = 0; i < full; i += 4) {
      tile4x8(kc, ai, lda, p, ci, ldc, add, cols);
      ai += lda << 2;
      ci += ldc << 2;
    }
    p += panel;
  }
  for (let i = full; i < m; i++) {
    const ai = a + <usize>i * lda;
    const ci = c + <usize>i * ldc;
    p = b;
    let j = 0;
    for (; j + 32 <= n; j += 32) {
      tile1x32(kc, ai, p, panel, ci + ((<usize>j) << 2), add);
      p += panel << 2;
    }
    for (; j < n; j += 8) {
      tile1x8(kc, ai, p, ci + ((<usize>j) << 2), add, min(8, n - j));
      p += panel;
    }
  }
}

/** C[m,n] (+)= A[m,k]·B with B packed whole by `packAll`; lda and ldc in bytes. */
export function gemmPacked(m: i32, n: i32, k: i32, a: usize, lda: usize, b: usize, c: usize, ldc: usize, add: i32): void {
  const padded = (<usize>((n + 7) & ~7)) << 2;
  for (let kb = 0; kb < k; kb += KC) {
    const kc = min(KC, k - kb);
    for (let mb = 0; mb < m; mb += MC)
      gemmBlock(
        min(MC, m - mb),
        n,
        kc,
        a + <usize>mb * lda + ((<usize>kb) << 2),
        lda,
        b + <usize>kb * padded,
        c + <usize>mb * ldc,
        ldc,
        add | i32(kb > 0),
      );
  }
}
