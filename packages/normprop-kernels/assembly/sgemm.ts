// C (+)= op(A)·op(B) of any size, both operands as they lie, packed block by block in a scratch of fixed size.
import {KC, MC, gemmBlock} from './gemm';
import {packBlock, packBlockTransposed, packColumns, packRows} from './pack';

/** Columns of B packed at once: with KC rows 512 KiB, so that they stay in the second-level cache. */
const NC: i32 = 512;

/** Bytes of scratch that `sgemm` needs. */
export function sgemmScratch(): usize {
  return (<usize>(KC * NC + MC * KC)) << 2;
}

/** Leading dimensions in bytes; scale, lds, period as in `packColumns` (only with transposed A). */
export function sgemm(
  m: i32,
  n: i32,
  k: i32,
  a: usize,
  lda: usize,
  transposeA: i32,
  b: usize,
  ldb: usize,
  transposeB: i32,
  c: usize,
  ldc: usize,
  add: i32,
  scratch: usize,
  scale: usize,
  lds: usize,
  period: i32,
): void {
  const block = scratch + ((<usize>(KC * NC)) << 2);
  for (let nb = 0; nb < n; nb += NC) {
    const nc = min(NC, n - nb);
    for (let kb = 0; kb < k; kb += KC) {
      const kc = min(KC, k - kb);
      if (transposeB) packBlockTransposed(kc, nc, b + <usize>nb * ldb + ((<usize>kb) << 2), ldb, scratch, 0);
      else packBlock(kc, nc, b + <usize>kb * ldb + ((<usize>nb) << 2), ldb, scratch, 0);
      for (let mb = 0; mb < m; mb += MC) {
        const mc = min(MC, m - mb);
        const columns = (<usize>mb) << 2;
        if (transposeA)
          packColumns(mc, kc, a + <usize>kb * lda + columns, lda, block, scale ? scale + columns : 0, lds, kb, period);
        else packRows(mc, kc, a + <usize>mb * lda + ((<usize>kb) << 2), lda, block);
        gemmBlock(mc, nc, kc, block, scratch, c + <usize>mb * ldc + ((<usize>nb) << 2), ldc, add | i32(kb > 0));
      }
    }
  }
}
