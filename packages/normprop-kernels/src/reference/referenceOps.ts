import type {NormalizeColumnsGradients, SgemmArgs, SoftmaxCrossEntropyResult} from '../contract/opTypes.js';
import {add, multiply, transpose} from './matrix.js';

/** C (+)= op(A)·op(B). */
export function referenceSgemm({
  m,
  n,
  k,
  a,
  b,
  transposeA,
  transposeB,
  c,
  accumulate,
}: SgemmArgs & {c: Float32Array}): void {
  const product = multiply(transposeA ? transpose(a, k, m) : a, transposeB ? transpose(b, n, k) : b, m, k, n);
  if (!accumulate) c.fill(0);
  add(product, c);
  c.set(product);
}

/** 1/(1 + e^−x). */
export function referenceSigmoid(x: Float32Array): Float32Array {
  return x.map((v) => 1 / (1 + Math.exp(-v)));
}

/** tanh. */
export function referenceTanh(x: Float32Array): Float32Array {
  return x.map((v) => Math.tanh(v));
}

/** 1/‖column‖, 0 for a column of zeros. */
function inverseNorms(w: Float32Array, columns: number): Float64Array {
  const squares = new Float64Array(columns);
  w.forEach((v, i) => (squares[i % columns] += v * v));
  return squares.map((square) => (square === 0 ? 0 : 1 / Math.sqrt(square)));
}

/** γ ⊙ W/‖W column‖. */
export function referenceNormalizeColumns(
  w: Float32Array,
  _rows: number,
  columns: number,
  gamma?: Float32Array,
): Float32Array {
  const inverse = inverseNorms(w, columns);
  return w.map((v, i) => (gamma?.[i % columns] ?? 1) * v * inverse[i % columns]);
}

/** With v = W/‖W‖ a column: dγ = d·v, dW = γ/‖W‖ (d − v (d·v)). */
export function referenceNormalizeColumnsBackward(
  w: Float32Array,
  _rows: number,
  columns: number,
  gamma: Float32Array | undefined,
  gradient: Float32Array,
): NormalizeColumnsGradients {
  const inverse = inverseNorms(w, columns);
  const dots = new Float64Array(columns);
  w.forEach((v, i) => (dots[i % columns] += gradient[i] * v * inverse[i % columns]));
  const weights = w.map((v, i) => {
    const j = i % columns;
    return (gamma?.[j] ?? 1) * inverse[j] * (gradient[i] - v * inverse[j] * dots[j]);
  });
  return {weights, gamma: Float32Array.from(dots)};
}

/** Mean cross entropy of softmax(logits) and its gradient. */
export function referenceSoftmaxCrossEntropy(
  logits: Float32Array,
  targets: Int32Array,
  classes: number,
  wantGradient: boolean,
): SoftmaxCrossEntropyResult {
  const rows = targets.length;
  const gradient = new Float32Array(wantGradient ? logits.length : 0);
  let loss = 0;
  targets.forEach((target, r) => {
    const row = logits.subarray(r * classes, (r + 1) * classes);
    const top = row.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a), -Infinity);
    const total = row.reduce((sum, v) => sum + Math.exp(v - top), 0);
    loss += (Math.log(total) + top - row[target]) / rows;
    if (wantGradient)
      row.forEach((v, j) => {
        gradient[r * classes + j] = (Math.exp(v - top) / total - (j === target ? 1 : 0)) / rows;
      });
  });
  return wantGradient ? {loss, gradient} : {loss};
}
