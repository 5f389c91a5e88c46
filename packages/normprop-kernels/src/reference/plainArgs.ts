import type {LSTMBackwardArgs, LSTMForwardArgs, LSTMGradients} from '../contract/lstmTypes.js';
import {readsMasked} from '../contract/readsMasked.js';
import {referenceNormalizeColumns, referenceNormalizeColumnsBackward} from './referenceOps.js';

/** The same call with time-major arrays, zeros at masked steps, and normalised columns, which is all that the reference's recurrence knows. */
export function plainArgs(args: LSTMForwardArgs): LSTMForwardArgs {
  const {timeSteps: t, batch: b, inputSize: d, units: h, batchMajor, columnGainX, columnGainH} = args;
  const {x, mask, kernel, recurrentKernel} = args;
  const plain = {
    ...args,
    batchMajor: false,
    columnGainX: undefined,
    columnGainH: undefined,
    ...(batchMajor && {x: swapAxes(x, b, t), mask: mask && swapAxes(mask, b, t)}),
    ...(columnGainX && {kernel: referenceNormalizeColumns(kernel, d, 4 * h, columnGainX)}),
    ...(columnGainH && {
      recurrentKernel: referenceNormalizeColumns(recurrentKernel, h, 4 * h, columnGainH),
    }),
  };
  const kept = readsMasked(args) ? undefined : plain.mask;
  return kept ? {...plain, x: plain.x.map((value, i) => (kept[Math.floor(i / d)] === 0 ? 0 : value))} : plain;
}

/** The gradient of the outputs, time-major. */
export function plainOutputGradient(
  {timeSteps: t, batch: b, batchMajor}: LSTMForwardArgs,
  gradients: LSTMBackwardArgs,
): LSTMBackwardArgs {
  const {outputs} = gradients;
  return batchMajor && outputs ? {...gradients, outputs: swapAxes(outputs, b, t)} : gradients;
}

/** The gradients of a call from those of its `plainArgs`. */
export function plainGradients(args: LSTMForwardArgs, gradients: LSTMGradients): LSTMGradients {
  const {timeSteps: t, batch: b, inputSize: d, units: h, batchMajor, columnGainX, columnGainH} = args;
  const {x, kernel, recurrentKernel} = gradients;
  const throughNorm = (w: Float32Array, rows: number, gain: Float32Array, gradient: Float32Array) =>
    referenceNormalizeColumnsBackward(w, rows, 4 * h, gain, gradient);
  const ofX = columnGainX && throughNorm(args.kernel, d, columnGainX, kernel);
  const ofH = columnGainH && throughNorm(args.recurrentKernel, h, columnGainH, recurrentKernel);
  return {
    ...gradients,
    ...(batchMajor && x && {x: swapAxes(x, t, b)}),
    ...(ofX && {kernel: ofX.weights, columnGainX: ofX.gamma}),
    ...(ofH && {recurrentKernel: ofH.weights, columnGainH: ofH.gamma}),
  };
}

/** [n,m,…] as [m,n,…]. */
export function swapAxes(values: Float32Array, n: number, m: number): Float32Array {
  const size = values.length / (n * m);
  const swapped = new Float32Array(values.length);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < m; j++) {
      const from = (i * m + j) * size;
      swapped.set(values.subarray(from, from + size), (j * n + i) * size);
    }
  return swapped;
}
