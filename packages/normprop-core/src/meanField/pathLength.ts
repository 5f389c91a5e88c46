/** Path lengths that are tried, and how many correlation times a path must hold. */
const SHORTEST = 256;
const LONGEST = 4096;
const CORRELATION_TIMES = 24;

/**
 * Σ over lags of both signs of ρ_k = (R_k − R_∞)/(R_0 − R_∞), R_∞ the value at the largest lag.
 *
 * @param autocovariance R_k, k = 0 … n
 */
export function correlationTime(autocovariance: Float64Array): number {
  const plateau = autocovariance[autocovariance.length - 1];
  let sum = 1;
  for (let k = 1; k < autocovariance.length; k++) {
    const rho = (autocovariance[k] - plateau) / (autocovariance[0] - plateau);
    // From here on it is sampling noise, which would add up.
    if (rho < 0.02) break;
    sum += 2 * rho;
  }
  return sum;
}

/**
 * The shortest power of two that holds 24 correlation times, found by solving on ever longer paths.
 *
 * @param solve the autocovariance for a path length, from a first guess
 * @returns the length, and an autocovariance to start from
 */
export function pathLength(solve: (length: number, start?: Float64Array) => Float64Array): {
  length: number;
  start: Float64Array;
} {
  let length = SHORTEST;
  let start = solve(length);
  while (length < LONGEST && CORRELATION_TIMES * correlationTime(start) > length) {
    length *= 2;
    start = solve(length, extended(start, length / 2 + 1));
  }
  return {length, start};
}

/** The same autocovariance on more lags, its last value repeated. */
function extended(autocovariance: Float64Array, lags: number): Float64Array {
  const last = autocovariance[autocovariance.length - 1];
  return Float64Array.from({length: lags}, (_, k) => autocovariance[k] ?? last);
}
