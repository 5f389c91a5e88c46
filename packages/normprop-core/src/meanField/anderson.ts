/** What `fixedPoint` found. */
export interface FixedPoint {
  /** The last x. */
  x: Float64Array;
  /** Largest |map(x) − x| at the last step. */
  residual: number;
  /** How often the map was evaluated. */
  evaluations: number;
}

/** When to stop. */
export interface FixedPointOptions {
  /** Stop when no element of map(x) − x is larger. */
  tolerance: number;
  /** Evaluations at most. */
  maxEvaluations: number;
}

/** Steps that the acceleration looks back. */
const DEPTH = 3;
/** Keeps the weights small where the steps are nearly parallel. */
const RIDGE = 1e-4;
/** How many residuals far the acceleration may carry x: further, it could end at another fixed point. */
const REACH = 5;

/**
 * x with x = map(x), by Anderson's acceleration of the plain iteration.
 *
 * With r_k = map(x_k) − x_k, the next x is `map(x_k) − Σ_j θ_j (map(x_{k−j+1}) − map(x_{k−j}))`, θ the least squares
 * solution of `Σ_j θ_j (r_{k−j+1} − r_{k−j}) ≈ r_k` over the last 3 steps. When a step makes the residual three times the
 * best one, the memory is dropped and the plain iteration goes on from there; when it is not finite, from the image
 * before it.
 *
 * @param map the map; it must not keep or change its argument
 * @param start first x, not changed
 */
export function fixedPoint(
  map: (x: Float64Array) => Float64Array,
  start: Float64Array,
  {tolerance, maxEvaluations}: FixedPointOptions,
): FixedPoint {
  let x = start;
  let images: Float64Array[] = [];
  let residuals: Float64Array[] = [];
  let best = Infinity;
  for (let evaluations = 1; ; evaluations++) {
    const image = map(x);
    const r = image.map((value, k) => value - x[k]);
    const residual = largest(r);
    if (residual <= tolerance || evaluations >= maxEvaluations) return {x: image, residual, evaluations};
    const leftNumbers = !Number.isFinite(residual);
    const previous = images[images.length - 1];
    if (leftNumbers || residual > 3 * best) {
      images = [];
      residuals = [];
    }
    if (leftNumbers && previous !== undefined) {
      x = previous;
      continue;
    }
    best = Math.min(best, residual);
    images.push(image);
    residuals.push(r);
    if (images.length > DEPTH + 1) {
      images.shift();
      residuals.shift();
    }
    x = accelerated(images, residuals);
  }
}

/** The next x from the images and residuals so far, newest last. */
function accelerated(images: Float64Array[], residuals: Float64Array[]): Float64Array {
  const last = images.length - 1;
  const steps = residuals.slice(1).map((r, j) => r.map((value, k) => value - residuals[j][k]));
  const gram = steps.map((a) => steps.map((b) => dot(a, b)));
  const theta = solveSymmetric(
    gram,
    steps.map((a) => dot(a, residuals[last])),
  );
  const extra = new Float64Array(images[last].length);
  theta.forEach((weight, j) => {
    for (let k = 0; k < extra.length; k++) extra[k] -= weight * (images[j + 1][k] - images[j][k]);
  });
  const factor = Math.min(1, (REACH * largest(residuals[last])) / largest(extra));
  return images[last].map((value, k) => value + (factor > 0 ? factor * extra[k] : 0));
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

/** x of (A + ridge·diag A) x = b, A positive semidefinite, by elimination. */
function solveSymmetric(A: number[][], b: number[]): number[] {
  const n = b.length;
  const rows = A.map((row, i) => [
    ...row.map((value, j) => (i === j ? value * (1 + RIDGE) + 1e-300 : value)),
    b[i],
  ]);
  for (let p = 0; p < n; p++) {
    for (let i = p + 1; i < n; i++) {
      const factor = rows[i][p] / rows[p][p];
      for (let j = p; j <= n; j++) rows[i][j] -= factor * rows[p][j];
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let p = n - 1; p >= 0; p--) {
    let sum = rows[p][n];
    for (let j = p + 1; j < n; j++) sum -= rows[p][j] * x[j];
    x[p] = sum / rows[p][p];
  }
  return x;
}
