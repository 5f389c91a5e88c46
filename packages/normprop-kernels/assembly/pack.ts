// Bringing operands into the order in which the GEMM reads them.
import {KC} from './gemm';
import {lanes} from './math';
import {at} from './sequence';

/** Four factors from j on; ones where there are none. */
// @ts-ignore: decorator
@inline
function factors(scale: usize, j: i32): v128 {
  return scale ? v128.load(at(scale, j)) : f32x4.splat(1);
}

/**
 * Rows k of a row-major B [k,n] (ldb in bytes) into panels of eight columns, the last one filled with zeros. With `scale`
 * (not 0) column j times scale[j].
 */
export function packBlock(kc: i32, n: i32, b: usize, ldb: usize, out: usize, scale: usize): void {
  const panel = (<usize>kc) << 5;
  let j = 0;
  for (; j + 16 <= n; j += 16) {
    // two panels at once: one cache line of B
    let p = b + ((<usize>j) << 2);
    let q = out;
    const f0 = factors(scale, j);
    const f1 = factors(scale, j + 4);
    const f2 = factors(scale, j + 8);
    const f3 = factors(scale, j + 12);
    for (let k = 0; k < kc; k++) {
      v128.store(q, f32x4.mul(v128.load(p), f0));
      v128.store(q, f32x4.mul(v128.load(p, 16), f1), 16);
      v128.store(q + panel, f32x4.mul(v128.load(p, 32), f2));
      v128.store(q + panel, f32x4.mul(v128.load(p, 48), f3), 16);
      p += ldb;
      q += 32;
    }
    out += panel << 1;
  }
  for (; j < n; j += 8) {
    const cols = min(8, n - j);
    let p = b + ((<usize>j) << 2);
    let q = out;
    for (let k = 0; k < kc; k++) {
      if (cols == 8) {
        v128.store(q, f32x4.mul(v128.load(p), factors(scale, j)));
        v128.store(q, f32x4.mul(v128.load(p, 16), factors(scale, j + 4)), 16);
      } else
        for (let l = 0; l < 8; l++)
          store<f32>(q + (l << 2), l < cols ? load<f32>(p + (l << 2)) * (scale ? load<f32>(at(scale, j + l)) : 1) : 0);
      p += ldb;
      q += 32;
    }
    out += panel;
  }
}

/** Four rows of four floats times f, transposed: out[c][r] = in[r][c]·f[c]. */
// @ts-ignore: decorator
@inline
function transpose4(p: usize, ld: usize, q: usize, ldq: usize, f: v128): void {
  const r0 = f32x4.mul(v128.load(p), f);
  const r1 = f32x4.mul(v128.load(p + ld), f);
  const r2 = f32x4.mul(v128.load(p + 2 * ld), f);
  const r3 = f32x4.mul(v128.load(p + 3 * ld), f);
  storeTransposed(r0, r1, r2, r3, q, ldq);
}

// @ts-ignore: decorator
@inline
function storeTransposed(r0: v128, r1: v128, r2: v128, r3: v128, q: usize, ldq: usize): void {
  const t0 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
  const t3 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
  v128.store(q, v128.shuffle<i64>(t0, t1, 0, 2));
  v128.store(q + ldq, v128.shuffle<i64>(t0, t1, 1, 3));
  v128.store(q + 2 * ldq, v128.shuffle<i64>(t2, t3, 0, 2));
  v128.store(q + 3 * ldq, v128.shuffle<i64>(t2, t3, 1, 3));
}

/** As `packBlock` for B stored transposed: `b` is row-major [n,k], and `scale` has a factor for each k. */
export function packBlockTransposed(kc: i32, n: i32, b: usize, ldb: usize, out: usize, scale: usize): void {
  for (let j = 0; j < n; j += 8) {
    const cols = min(8, n - j);
    const p = b + <usize>j * ldb;
    let k = 0;
    if (cols == 8)
      for (; k + 4 <= kc; k += 4) {
        const source = p + ((<usize>k) << 2);
        const target = out + ((<usize>k) << 5);
        const f = factors(scale, k);
        transpose4(source, ldb, target, 32, f);
        transpose4(source + (ldb << 2), ldb, target + 16, 32, f);
      }
    for (; k < kc; k++)
      for (let l = 0; l < 8; l++)
        store<f32>(
          out + ((<usize>k) << 5) + (l << 2),
          l < cols ? load<f32>(p + <usize>l * ldb + ((<usize>k) << 2)) * (scale ? load<f32>(at(scale, k)) : 1) : 0,
        );
    out += (<usize>kc) << 5;
  }
}

/** A whole B for `gemmPacked`: blocks of KC rows, each in panels. `k·8·⌈n/8⌉` floats. `scale` as for the blocks. */
export function packAll(k: i32, n: i32, b: usize, ldb: usize, transposed: i32, out: usize, scale: usize): void {
  const padded = (<usize>((n + 7) & ~7)) << 2;
  for (let kb = 0; kb < k; kb += KC) {
    const kc = min(KC, k - kb);
    if (transposed) packBlockTransposed(kc, n, b + ((<usize>kb) << 2), ldb, out, scale ? at(scale, kb) : 0);
    else packBlock(kc, n, b + <usize>kb * ldb, ldb, out, scale);
    out += <usize>kc * padded;
  }
}

/** Rows of a row-major A [m,kc] (lda in bytes) in groups of four, [group][k][4], the last one filled with zeros. */
export function packRows(m: i32, kc: i32, a: usize, lda: usize, out: usize): void {
  for (let i = 0; i < m; i += 4) {
    const rows = min(4, m - i);
    let k = 0;
    if (rows == 4)
      for (; k + 4 <= kc; k += 4) transpose4(a + ((<usize>k) << 2), lda, out + ((<usize>k) << 4), 16, f32x4.splat(1));
    for (; k < kc; k++)
      for (let l = 0; l < 4; l++)
        store<f32>(
          out + ((<usize>k) << 4) + (l << 2),
          l < rows ? load<f32>(a + <usize>l * lda + ((<usize>k) << 2)) : 0,
        );
    a += lda << 2;
    out += (<usize>kc) << 4;
  }
}

/**
 * As `packRows` for A stored transposed: `a` is row-major [kc,m]. With `scale` (not 0) row k is first multiplied by row
 * (first + k) mod period of it; lda and lds in bytes.
 */
export function packColumns(
  m: i32,
  kc: i32,
  a: usize,
  lda: usize,
  out: usize,
  scale: usize,
  lds: usize,
  first: i32,
  period: i32,
): void {
  const group = (<usize>kc) << 4;
  let i = 0;
  for (; i + 16 <= m; i += 16) {
    // four groups at once: one cache line of A; all groups at once would put every store of a row into the same cache set
    let p = at(a, i);
    let q = out;
    for (let k = 0; k < kc; k++) {
      let v0 = v128.load(p);
      let v1 = v128.load(p, 16);
      let v2 = v128.load(p, 32);
      let v3 = v128.load(p, 48);
      if (scale) {
        const s = at(scale, i) + <usize>((first + k) % period) * lds;
        v0 = f32x4.mul(v0, v128.load(s));
        v1 = f32x4.mul(v1, v128.load(s, 16));
        v2 = f32x4.mul(v2, v128.load(s, 32));
        v3 = f32x4.mul(v3, v128.load(s, 48));
      }
      v128.store(q, v0);
      v128.store(q + group, v1);
      v128.store(q + 2 * group, v2);
      v128.store(q + 3 * group, v3);
      p += lda;
      q += 16;
    }
    out += group << 2;
  }
  for (; i < m; i += 4) {
    let p = at(a, i);
    for (let k = 0; k < kc; k++) {
      let v = v128.load(p);
      if (scale) v = f32x4.mul(v, v128.load(at(scale, i) + <usize>((first + k) % period) * lds));
      v128.store(out + ((<usize>k) << 4), lanes(v, m - i));
      p += lda;
    }
    out += group;
  }
}
