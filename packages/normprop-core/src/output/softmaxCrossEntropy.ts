import {
  add,
  cast,
  customGrad,
  div,
  engine,
  exp,
  log,
  matMul,
  max,
  mul,
  neg,
  oneHot,
  scalar,
  sub,
  sum,
  tensor,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import type {GradSaveFunc, Scalar, Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import * as kernels from 'normprop-kernels';
import {checkShape} from '../tensors/checkShape.js';
import {firstDerivative} from '../tensors/firstDerivative.js';
import {runsFused} from '../fused/fusedSwitch.js';
import {bringHere, tensorValues} from '../tensors/tensorValues.js';

/**
 * The mean cross entropy, in nats, of a softmax layer over hidden states, as one differentiable op:
 *
 *     p = softmax(h·kernel + bias);   loss = −(1/N) Σ_n ln p[n, target_n]
 *     dlogits = (p − onehot(target))/N;  dkernel = hᵀ·dlogits;  dh = dlogits·kernelᵀ;  dbias = Σ_n dlogits
 *
 * For a sequence, reshape the outputs [B,T,H] to [B·T,H] first.
 *
 * @param hidden h [N,H].
 * @param kernel [H,V].
 * @param bias [V].
 * @param targets Which of the V classes each row is, int32 [N], from 0 to V − 1; has no gradient.
 * @returns A scalar; differentiable in `hidden`, `kernel` and `bias`.
 * @throws If a shape does not fit; where kernels run (`cpu`, `wasm`) also for a target out of range.
 */
export function softmaxCrossEntropy(
  hidden: Tensor2D,
  kernel: Tensor2D,
  bias: Tensor1D,
  targets: Tensor1D,
): Scalar {
  checkShape('hidden', hidden, [null, null]);
  checkShape('kernel', kernel, [hidden.shape[1], null]);
  checkShape('bias', bias, [kernel.shape[1]]);
  checkShape('targets', targets, [hidden.shape[0]]);
  if (targets.dtype !== 'int32') throw new Error(`targets: expected dtype int32, got ${targets.dtype}`);
  const implementation = runsFused() ? fused : reference;
  const wantGradient = engine().isTapeOn();

  return tidy(() => {
    const op = customGrad((...args: Array<Tensor | GradSaveFunc>) => {
      const [h, w, b] = args as [Tensor2D, Tensor2D, Tensor1D];
      const save = args[3] as GradSaveFunc;
      const {loss, dLogits} = implementation.forward(h, w, b, targets, wantGradient);
      if (dLogits !== undefined) save([h, w, dLogits]);
      return {
        value: loss,
        gradFunc: (dy: Tensor, saved: Tensor[]) => {
          const [savedH, savedW, savedLogits] = saved as Tensor2D[];
          const all = () => implementation.backward(savedH, savedW, mul(savedLogits, dy) as Tensor2D);
          if (!engine().isTapeOn()) return all();
          return [0, 1, 2].map((i) =>
            firstDerivative('softmaxCrossEntropy', [dy, savedH, savedW], () => all()[i]),
          );
        },
      };
    });
    return op(hidden, kernel, bias) as Scalar;
  });
}

/** One way to compute the loss, the gradient of the logits with it, and from that the gradients of h, kernel and bias. */
interface Implementation {
  forward(
    h: Tensor2D,
    w: Tensor2D,
    b: Tensor1D,
    targets: Tensor1D,
    wantGradient: boolean,
  ): {loss: Scalar; dLogits?: Tensor2D};
  backward(h: Tensor2D, w: Tensor2D, dLogits: Tensor2D): Tensor[];
}

const reference: Implementation = {
  forward: (h, w, b, targets, wantGradient) => {
    const rows = h.shape[0];
    const labels = cast(oneHot(targets, w.shape[1]), 'float32');
    const logits = add(matMul(h, w), b);
    const shifted = sub(logits, max(logits, 1, true)); // so that exp cannot overflow
    const logProbabilities = sub(shifted, log(sum(exp(shifted), 1, true)));
    const loss = div(neg(sum(mul(logProbabilities, labels))), rows) as Scalar;
    if (!wantGradient) return {loss};
    return {loss, dLogits: div(sub(exp(logProbabilities), labels), rows) as Tensor2D};
  },
  // Transposed before they are multiplied: a product with a transpose flag takes a naive path on wasm.
  backward: (h, w, dLogits) => [
    matMul(dLogits, transpose(w)),
    matMul(transpose(h), dLogits),
    sum(dLogits, 0),
  ],
};

const fused: Implementation = {
  forward: (h, w, b, targets, wantGradient) => {
    bringHere([h, w, b, targets]);
    const [rows, units] = h.shape;
    const classes = w.shape[1];
    const c = new Float32Array(rows * classes);
    const bias = tensorValues(b);
    for (let row = 0; row < rows; row++) c.set(bias, row * classes);
    const logits = kernels.sgemm({
      m: rows,
      n: classes,
      k: units,
      a: tensorValues(h),
      b: tensorValues(w),
      c,
      accumulate: true,
    });
    const classOf = tensorValues(targets) as unknown as Int32Array;
    const {loss, gradient} = kernels.softmaxCrossEntropy(logits, classOf, classes, wantGradient);
    return {
      loss: scalar(loss),
      ...(gradient && {dLogits: tensor(gradient, [rows, classes]) as Tensor2D}),
    };
  },
  backward: (h, w, dLogits) => {
    bringHere([h, w, dLogits]);
    const [rows, units] = h.shape;
    const classes = w.shape[1];
    const d = tensorValues(dLogits);
    const dBias = columnSums(d, classes);
    const dh = kernels.sgemm({
      m: rows,
      n: units,
      k: classes,
      a: d,
      b: tensorValues(w),
      transposeB: true,
    });
    const dw = kernels.sgemm({
      m: units,
      n: classes,
      k: rows,
      a: tensorValues(h),
      b: d,
      transposeA: true,
    });
    return [tensor(dh, [rows, units]), tensor(dw, [units, classes]), tensor(dBias, [classes])];
  },
};

/** Σ over the rows of [rows,columns], in float64. */
function columnSums(values: Float32Array, columns: number): Float32Array {
  const sums = new Float64Array(columns);
  for (let start = 0; start < values.length; start += columns)
    for (let j = 0; j < columns; j++) sums[j] += values[start + j];
  return Float32Array.from(sums);
}
