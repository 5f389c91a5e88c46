import {expectCount, expectFloats, expectNames} from '../border/expect.js';
import {sgemmNames} from '../border/names.js';
import {activeKernels} from '../choice/activeKernels.js';
import type {SgemmArgs} from '../contract/opTypes.js';

/**
 * C (+)= op(A)·op(B) for row-major float32 matrices of any size; returns C.
 *
 * Throws when a size is not a positive whole number or an array does not fit it. Batches are left to the caller (subarrays).
 */
export function sgemm(args: SgemmArgs): Float32Array {
  expectNames('sgemm', args, sgemmNames);
  const {m, n, k, transposeA, transposeB, accumulate} = args;
  expectCount('m', m);
  expectCount('n', n);
  expectCount('k', k);
  expectFloats('a', args.a, transposeA ? [k, m] : [m, k]);
  expectFloats('b', args.b, transposeB ? [n, k] : [k, n]);
  if (args.c !== undefined) expectFloats('c', args.c, [m, n]);
  else if (accumulate) throw new Error('accumulate: needs c');
  const c = args.c ?? new Float32Array(m * n);
  activeKernels().sgemm({...args, c});
  return c;
}
