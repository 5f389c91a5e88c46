import type {SgemmArgs} from './opTypes.js';

/** C (+)= op(A)·op(B) for row-major float32 matrices of any size; returns C. */
export function sgemm(_args: SgemmArgs): Float32Array {
  throw new Error('not written yet');
}
