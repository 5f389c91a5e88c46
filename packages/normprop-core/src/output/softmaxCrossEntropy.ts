import {
  add,
  cast,
  clone,
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
  reshape,
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
import {readInPlace} from '../tensors/readInPlace.js';
import {runsFused} from '../fused/fusedSwitch.js';

/**
 * The mean cross entropy, in nats, of a softmax layer over hidden states, as one differentiable op:
 *
 *     p = softmax(h·kernel + bias);   loss = −(1/N) Σ_n ln p[n, target_n]
 *     dlogits = (p − onehot(target))/N;  dkernel = hᵀ·dlogits;  dh = dlogits·kernelᵀ;  dbias = Σ_n dlogits
 *
 * @param hidden h [N,H], or of more dimensions, as the outputs of a sequence [B,T,H]: N = B·T.
 * @param kernel [H,V].
 * @param bias [V].
 * @param targets Which of the V classes each row is, int32, [N] or shaped as `hidden` without H, from 0 to V − 1; has no gradient.
 * @returns A scalar; differentiable in `hidden`, `kernel` and `bias`. Where kernels run, its gradients are computed together with it wherever
 *   one may be asked for; outside of `tf.grads` and the like it costs one product, not three.
 * @throws If a shape does not fit; where kernels run (`cpu`, `wasm`) also for a target out of range.
 */
export function softmaxCrossEntropy(
  hidden: Tensor,
  kernel: Tensor2D,
  bias: Tensor1D,
  targets: Tensor,
): Scalar {
  checkShape('kernel', kernel, [null, null]);
  const outer = checkRows(hidden, kernel.shape[0]);
  checkShape('bias', bias, [kernel.shape[1]]);
  const rows = outer.reduce((product, size) => product * size, 1);
  checkShape('targets', targets, targets?.shape?.length === outer.length ? outer : [rows]);
  if (targets.dtype !== 'int32') throw new Error(`targets: expected dtype int32, got ${targets.dtype}`);
  const forward = runsFused() ? fused : reference;
  const wantGradient = engine().isTapeOn();

  return tidy(() => {
    const op = customGrad((...args: Array<Tensor | GradSaveFunc>) => {
      const [h, w, b] = args as [Tensor, Tensor2D, Tensor1D];
      const {loss, saved = [], ...result} = forward(h, w, b, targets, wantGradient);
      let {gradients} = result;
      (args[3] as GradSaveFunc)(saved);
      return {
        value: loss,
        gradFunc: (dy: Tensor, kept: Tensor[]) => {
          const all = gradients!(dy as Scalar, kept);
          if (engine().isTapeOn())
            return all.map((each) =>
              firstDerivative('softmaxCrossEntropy', [dy, h, w, b], () => clone(each)),
            );
          // Nobody asks again, and the rest of the backward pass needs the memory of these arrays.
          gradients = undefined;
          return all;
        },
      };
    });
    return op(hidden, kernel, bias) as Scalar;
  });
}

/** The dimensions of `hidden` but the last. */
function checkRows(hidden: Tensor, units: number): number[] {
  const dimensions = Math.max(2, hidden?.shape?.length ?? 0);
  checkShape('hidden', hidden, [...new Array<null>(dimensions - 1).fill(null), units]);
  return hidden.shape.slice(0, -1);
}

interface Forward {
  loss: Scalar;
  /** Tensors that `gradients` wants back. */
  saved?: Tensor[];
  /** The gradients of h, kernel and bias from that of the loss; where they are wanted. */
  gradients?: (dy: Scalar, saved: Tensor[]) => Tensor[];
}

function reference(
  hidden: Tensor,
  w: Tensor2D,
  b: Tensor1D,
  targets: Tensor,
  wantGradient: boolean,
): Forward {
  const [units, classes] = w.shape;
  const h: Tensor2D = reshape(hidden, [-1, units]);
  const rows = h.shape[0];
  const labels = cast(oneHot(reshape(targets, [rows]), classes), 'float32');
  const logits = add(matMul(h, w), b);
  const shifted = sub(logits, max(logits, 1, true)); // so that exp cannot overflow
  const logProbabilities = sub(shifted, log(sum(exp(shifted), 1, true)));
  const loss = div(neg(sum(mul(logProbabilities, labels))), rows) as Scalar;
  if (!wantGradient) return {loss};
  return {
    loss,
    saved: [h, w, div(sub(exp(logProbabilities), labels), rows)],
    gradients(dy, [savedH, savedW, slopes]) {
      const dLogits = mul(slopes, dy) as Tensor2D;
      // Transposed before they are multiplied: a product with a transpose flag takes a naive path on wasm.
      return [
        reshape(matMul(dLogits, transpose(savedW)), hidden.shape),
        matMul(transpose(savedH), dLogits),
        sum(dLogits, 0),
      ];
    },
  };
}

/** The gradients are computed at once, so that neither h nor the slopes of the logits have to be copied for later. */
function fused(
  hidden: Tensor,
  kernel: Tensor2D,
  b: Tensor1D,
  targets: Tensor,
  wantGradient: boolean,
): Forward {
  const [units, classes] = kernel.shape;
  const [h, w, bias, classOf] = readInPlace([hidden, kernel, b, targets]);
  const rows = hidden.size / units;
  const c = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) c.set(bias, row * classes);
  const logits = kernels.sgemm({m: rows, n: classes, k: units, a: h, b: w, c, accumulate: true});
  const {loss, gradient: slopes} = kernels.softmaxCrossEntropy(
    logits,
    classOf as unknown as Int32Array,
    classes,
    wantGradient,
  );
  if (!slopes) return {loss: scalar(loss)};
  const dh = kernels.sgemm({m: rows, n: units, k: classes, a: slopes, b: w, transposeB: true});
  const dw = kernels.sgemm({m: units, n: classes, k: rows, a: h, b: slopes, transposeA: true});
  const dBias = columnSums(slopes, classes);
  return {
    loss: scalar(loss),
    gradients(dy) {
      const factor = readInPlace([dy])[0][0];
      const scaled = (values: Float32Array) =>
        factor === 1 ? values : values.map((value) => value * factor);
      return [
        tensor(scaled(dh), hidden.shape),
        tensor(scaled(dw), [units, classes]),
        tensor(scaled(dBias), [classes]),
      ];
    },
  };
}

/** Σ over the rows of [rows,columns], in float64. */
function columnSums(values: Float32Array, columns: number): Float32Array {
  const sums = new Float64Array(columns);
  for (let start = 0; start < values.length; start += columns)
    for (let j = 0; j < columns; j++) sums[j] += values[start + j];
  return Float32Array.from(sums);
}
