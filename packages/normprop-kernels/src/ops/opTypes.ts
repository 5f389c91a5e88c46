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

/** One variable of `adamStep`: four arrays of one length; all but `gradient` are updated in place. */
export interface AdamVariable {
  parameter: Float32Array;
  gradient: Float32Array;
  /** First moment. */
  m: Float32Array;
  /** Second moment. */
  v: Float32Array;
}

/** Options of `adamStep`. */
export interface AdamOptions {
  learningRate: number;
  /** Default 0.9. */
  beta1?: number;
  /** Default 0.999. */
  beta2?: number;
  /** Added to the root of the corrected second moment; default 1e-8. */
  epsilon?: number;
  /** The number of this update, from 1; for the bias correction, in float64. */
  step: number;
  /** Scale all gradients by maxNorm/globalNorm when the global norm exceeds it; no clipping when absent. */
  maxNorm?: number;
}

/** What `softmaxCrossEntropy` returns. */
export interface SoftmaxCrossEntropyResult {
  /** Mean over the rows of −log softmax(logits)[target], in nats. */
  loss: number;
  /** d loss / d logits, [rows,classes]: (softmax − onehot)/rows. Absent when not asked for. */
  gradient?: Float32Array;
}
