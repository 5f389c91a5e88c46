import type {AdamArrays, AdamFactors} from '../contract/adamTypes.js';

/** As `adamStep`: one pass over the values; in tfjs's ops it takes twelve, each with an array of its own. */
export function referenceAdamStep(
  {value, first, second}: AdamArrays,
  gradient: Float32Array,
  {beta1, beta2, step, root, epsilon}: AdamFactors,
): AdamArrays {
  const [w, m, v] = [value.slice(), first.slice(), second.slice()];
  for (let i = 0; i < w.length; i++) {
    const g = gradient[i];
    const mean = beta1 * m[i] + (1 - beta1) * g;
    const square = beta2 * v[i] + (1 - beta2) * g * g;
    m[i] = mean;
    v[i] = square;
    w[i] -= (step * mean) / (root * Math.sqrt(square) + epsilon);
  }
  return {value: w, first: m, second: v};
}

/** ‖W column‖₂ for every column, summed in float64. */
export function referenceColumnNorms(w: Float32Array, columns: number): Float32Array {
  const squares = new Float64Array(columns);
  for (let row = 0; row < w.length; row += columns)
    for (let j = 0; j < columns; j++) squares[j] += w[row + j] * w[row + j];
  return Float32Array.from(squares, Math.sqrt);
}

/** W with column j times factors[j], in place. */
export function referenceScaleColumns(w: Float32Array, factors: Float32Array): Float32Array {
  const columns = factors.length;
  for (let row = 0; row < w.length; row += columns)
    for (let j = 0; j < columns; j++) w[row + j] *= factors[j];
  return w;
}
