import {
  add,
  customGrad,
  div,
  exp,
  log,
  matMul,
  max,
  mul,
  neg,
  sub,
  sum,
  transpose,
} from '@tensorflow/tfjs-core';
import type {GradSaveFunc, Scalar, Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';

/**
 * The mean cross entropy, in nats, of a softmax layer over hidden states, as one differentiable op:
 *
 *     p = softmax(h·kernel + bias);   loss = −(1/N) Σ_n ln p[n, label_n]
 *     dlogits = (p − labels)/N;  dkernel = hᵀ·dlogits;  dh = dlogits·kernelᵀ;  dbias = Σ_n dlogits
 *
 * Its gradient transposes before it multiplies: a product with a transpose flag takes a naive path on wasm.
 *
 * @param hidden h [N,H].
 * @param kernel [H,V].
 * @param bias [V].
 * @param labels One-hot [N,V]; has no gradient.
 * @returns A scalar.
 */
export function softmaxCrossEntropy(
  hidden: Tensor2D,
  kernel: Tensor2D,
  bias: Tensor1D,
  labels: Tensor2D,
): Scalar {
  const op = customGrad((...args: Array<Tensor | GradSaveFunc>) => {
    const [h, w, b] = args as Tensor[];
    const save = args[3] as GradSaveFunc;
    const rows = hidden.shape[0];
    const logits = add(matMul(h as Tensor2D, w as Tensor2D), b);
    const shifted = sub(logits, max(logits, 1, true)); // so that exp cannot overflow
    const logProbabilities = sub(shifted, log(sum(exp(shifted), 1, true)));
    save([h, w, logProbabilities, labels]);
    return {
      value: div(neg(sum(mul(logProbabilities, labels))), rows),
      gradFunc: (dy: Tensor, saved: Tensor[]) => {
        const [savedH, savedW, savedLog, savedLabels] = saved as Tensor2D[];
        const dLogits = mul(sub(exp(savedLog), savedLabels), div(dy, rows)) as Tensor2D;
        return [matMul(dLogits, transpose(savedW)), matMul(transpose(savedH), dLogits), sum(dLogits, 0)];
      },
    };
  });
  return op(hidden, kernel, bias) as Scalar;
}
