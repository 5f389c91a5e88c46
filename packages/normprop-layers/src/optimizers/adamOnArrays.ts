/** One variable and its moments, or what they become. */
export interface AdamArrays {
  value: Float32Array;
  first: Float32Array;
  second: Float32Array;
}

/** Factors of one update of one variable. */
export interface AdamFactors {
  beta1: number;
  beta2: number;
  /** η_n/(1 − β₁ᵗ), times what the variable's rate is faster by. */
  step: number;
  /** 1/√(1 − β₂ᵗ). */
  root: number;
  epsilon: number;
}

/** Adam's update in one pass over the values, reckoned in float64; in tfjs's ops it takes twelve, each with an array of its own. */
export function adamOnArrays(
  {value, first, second}: AdamArrays,
  gradient: Float32Array,
  {beta1, beta2, step, root, epsilon}: AdamFactors,
): AdamArrays {
  const n = value.length;
  const [moved, m, v] = [new Float32Array(n), new Float32Array(n), new Float32Array(n)];
  const [take1, take2] = [1 - beta1, 1 - beta2];
  for (let i = 0; i < n; i++) {
    const g = gradient[i];
    const mean = beta1 * first[i] + take1 * g;
    const square = beta2 * second[i] + take2 * g * g;
    m[i] = mean;
    v[i] = square;
    moved[i] = value[i] - (step * mean) / (root * Math.sqrt(square) + epsilon);
  }
  return {value: moved, first: m, second: v};
}
