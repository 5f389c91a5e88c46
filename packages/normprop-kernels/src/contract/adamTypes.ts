/** One variable and its moments, or what they become. */
export interface AdamArrays {
  value: Float32Array;
  /** m, the mean of the gradients. */
  first: Float32Array;
  /** v, the mean of their squares. */
  second: Float32Array;
}

/** Factors of one update of one variable. */
export interface AdamFactors {
  beta1: number;
  beta2: number;
  /** η/(1 − β₁ᵗ). */
  step: number;
  /** 1/√(1 − β₂ᵗ). */
  root: number;
  epsilon: number;
}
