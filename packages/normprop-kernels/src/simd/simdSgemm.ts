import type {Engine} from '../engine/engine.js';
import {withLease} from '../engine/lease.js';
import type {SgemmArgs} from '../contract/opTypes.js';

/** C (+)= op(A)·op(B) by way of kernel memory. */
export function simdSgemm(
  engine: Engine,
  {m, n, k, a, b, c, transposeA, transposeB, accumulate}: SgemmArgs & {c: Float32Array},
): void {
  withLease(engine, (lease) => {
    const pa = lease.copy(a);
    const pb = lease.copy(b);
    const pc = accumulate ? lease.copy(c) : lease.floats(m * n);
    const scratch = lease.bytes(engine.exports.sgemmScratch());
    const lda = 4 * (transposeA ? m : k);
    const ldb = 4 * (transposeB ? k : n);
    engine.exports.sgemm(
      m,
      n,
      k,
      pa,
      lda,
      transposeA ? 1 : 0,
      pb,
      ldb,
      transposeB ? 1 : 0,
      pc,
      4 * n,
      accumulate ? 1 : 0,
      scratch,
      0,
      0,
      1,
    );
    c.set(engine.floats(pc, m * n));
  });
}
