/** Arguments of `sgemm`: C (+)= op(A)·op(B), row-major float32. */
export interface SgemmArgs {
  /** Rows of C. */
  m: number;
  /** Columns of C. */
  n: number;
  /** The summed size. */
  k: number;
  /** [m,k], or [k,m] with `transposeA`. */
  a: Float32Array;
  /** [k,n], or [n,k] with `transposeB`. */
  b: Float32Array;
  /** A is stored transposed; default false. */
  transposeA?: boolean;
  /** B is stored transposed; default false. */
  transposeB?: boolean;
  /** Where the result goes, [m,n]; a fresh array when absent. */
  c?: Float32Array;
  /** Add to `c` instead of overwriting it; default false. Needs `c`. */
  accumulate?: boolean;
}

/** What `normalizeColumnsBackward` returns. */
export interface NormalizeColumnsGradients {
  /** With respect to W, [rows,columns]. */
  weights: Float32Array;
  /** With respect to γ, [columns]. */
  gamma: Float32Array;
}

/** What `softmaxCrossEntropy` returns. */
export interface SoftmaxCrossEntropyResult {
  /** Mean over the rows of −log softmax(logits)[target], in nats. */
  loss: number;
  /** d loss / d logits, [rows,classes]: (softmax − onehot)/rows. Absent when not asked for. */
  gradient?: Float32Array;
}
