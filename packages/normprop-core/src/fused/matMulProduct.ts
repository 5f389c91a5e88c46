import {broadcast_util, tensor, util} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {sgemm} from 'normprop-kernels';
import {bringHere, tensorValues} from '../tensors/tensorValues.js';

/**
 * op(a)·op(b) over the last two dimensions by our SGEMM, the leading ones broadcast, as tf.matMul defines it.
 *
 * @param a [...,M,K], or [...,K,M] with `transposeA`; float32.
 * @param b [...,K,N], or [...,N,K] with `transposeB`; float32.
 * @returns [...,M,N].
 */
export function matMulProduct(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor {
  const [rowsA, columnsA] = a.shape.slice(-2);
  const [rowsB, columnsB] = b.shape.slice(-2);
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [inner, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  util.assert(
    k === inner,
    () =>
      `matMul: the inner sizes of [${a.shape.join(',')}] and [${b.shape.join(',')}] differ: ${k} and ${inner}`,
  );
  const leadingA = a.shape.slice(0, -2);
  const leadingB = b.shape.slice(0, -2);
  const leading = broadcast_util.assertAndGetBroadcastShape(leadingA, leadingB);
  const batch = util.sizeFromShape(leading);
  const c = new Float32Array(batch * m * n);
  if (c.length > 0 && k > 0) {
    bringHere([a, b]);
    const valuesA = tensorValues(a);
    const valuesB = tensorValues(b);
    const matrixA = broadcastIndex(leading, leadingA);
    const matrixB = broadcastIndex(leading, leadingB);
    for (let i = 0; i < batch; i++) {
      sgemm({
        m,
        n,
        k,
        a: valuesA.subarray(matrixA(i) * m * k, (matrixA(i) + 1) * m * k),
        b: valuesB.subarray(matrixB(i) * k * n, (matrixB(i) + 1) * k * n),
        c: c.subarray(i * m * n, (i + 1) * m * n),
        transposeA,
        transposeB,
      });
    }
  }
  return tensor(c, [...leading, m, n]);
}

/** From the position in the broadcast leading shape to the position in an operand's own. */
function broadcastIndex(shape: number[], own: number[]): (position: number) => number {
  const offset = shape.length - own.length;
  return (position) => {
    let rest = position;
    let index = 0;
    let stride = 1;
    for (let axis = shape.length - 1; axis >= offset; axis--) {
      const at = rest % shape[axis];
      rest = (rest - at) / shape[axis];
      if (own[axis - offset] !== 1) index += at * stride;
      stride *= own[axis - offset];
    }
    return index;
  };
}
