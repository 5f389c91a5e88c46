// y = init + x·W for one row: a batch of one, where the reading of W is what takes the time. W lies in the order in which
// it is read: groups of 32 columns, [group][k][32], then panels of 8, [panel][k][8], the last one filled with zeros.
import {madd, put} from './math';
import {at} from './sequence';

/** Columns of a group: eight accumulators, enough to hide the latency of a multiply-add. */
const WIDE: i32 = 32;

/** W [k,n] (row-major) into the order above; k·8·⌈n/8⌉ floats. */
export function packGemv(k: i32, n: i32, w: usize, out: usize): void {
  let j = 0;
  for (; j + WIDE <= n; j += WIDE)
    for (let r = 0; r < k; r++) {
      memory.copy(out, at(w, r * n + j), <usize>WIDE << 2);
      out += <usize>WIDE << 2;
    }
  for (; j < n; j += 8) {
    const columns = min(8, n - j);
    for (let r = 0; r < k; r++) {
      memory.fill(out, 0, 32);
      memory.copy(out, at(w, r * n + j), <usize>columns << 2);
      out += 32;
    }
  }
}

// @ts-ignore: decorator
@inline
function start(init: usize, offset: usize): v128 {
  return init ? v128.load(init + offset) : f32x4.splat(0);
}

/** 32 columns. */
function wide(k: i32, x: usize, w: usize, init: usize, y: usize): void {
  let c0 = start(init, 0);
  let c1 = start(init, 16);
  let c2 = start(init, 32);
  let c3 = start(init, 48);
  let c4 = start(init, 64);
  let c5 = start(init, 80);
  let c6 = start(init, 96);
  let c7 = start(init, 112);
  const end = x + ((<usize>k) << 2);
  while (x < end) {
    const s = v128.load32_splat(x);
    c0 = madd(s, v128.load(w), c0);
    c1 = madd(s, v128.load(w, 16), c1);
    c2 = madd(s, v128.load(w, 32), c2);
    c3 = madd(s, v128.load(w, 48), c3);
    c4 = madd(s, v128.load(w, 64), c4);
    c5 = madd(s, v128.load(w, 80), c5);
    c6 = madd(s, v128.load(w, 96), c6);
    c7 = madd(s, v128.load(w, 112), c7);
    x += 4;
    w += 128;
  }
  v128.store(y, c0);
  v128.store(y, c1, 16);
  v128.store(y, c2, 32);
  v128.store(y, c3, 48);
  v128.store(y, c4, 64);
  v128.store(y, c5, 80);
  v128.store(y, c6, 96);
  v128.store(y, c7, 112);
}

/** Up to eight columns. */
function narrow(k: i32, x: usize, w: usize, init: usize, y: usize, columns: i32): void {
  let c0 = start(init, 0);
  let c1 = start(init, 16);
  let c2 = f32x4.splat(0);
  let c3 = c2;
  let r = 0;
  for (; r + 2 <= k; r += 2) {
    const s = v128.load32_splat(x);
    const t = v128.load32_splat(x, 4);
    c0 = madd(s, v128.load(w), c0);
    c1 = madd(s, v128.load(w, 16), c1);
    c2 = madd(t, v128.load(w, 32), c2);
    c3 = madd(t, v128.load(w, 48), c3);
    x += 8;
    w += 64;
  }
  if (r < k) {
    const s = v128.load32_splat(x);
    c0 = madd(s, v128.load(w), c0);
    c1 = madd(s, v128.load(w, 16), c1);
  }
  put(y, f32x4.add(c0, c2), columns);
  if (columns > 4) put(y + 16, f32x4.add(c1, c3), columns - 4);
}

/** y[n] ← init[n] + x[k]·W, W from `packGemv`; init 0 stands for zeros, and may be y. */
export function gemv(n: i32, k: i32, x: usize, w: usize, init: usize, y: usize): void {
  let j = 0;
  for (; j + WIDE <= n; j += WIDE) {
    wide(k, x, w, init ? at(init, j) : 0, at(y, j));
    w += <usize>k << 7;
  }
  for (; j < n; j += 8) {
    narrow(k, x, w, init ? at(init, j) : 0, at(y, j), n - j);
    w += <usize>k << 5;
  }
}
