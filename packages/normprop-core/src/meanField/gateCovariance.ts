/** E[f(a)f(a′)] of one squashing function as a function of the correlation of a and a′. */
export interface GateCovariance {
  /** E[f(a)]. */
  mean: number;
  /** E[f(a)²], the value at correlation 1. */
  secondMoment: number;
  /** Coefficients of the power series in the correlation; their sum is `secondMoment`. */
  series: Float64Array;
}

/** Orders of the series that are computed; what is left of E[f²] stands at the last order. */
const ORDERS = 160;

/**
 * The second moments of f(a), f(a′) for two normals of equal mean and variance with correlation r.
 *
 * Mehler's formula: `E[f(a)f(a′)] = Σ_n h_n² r^n`, `h_n = E[f(mean + s z) He_n(z)]/√n!`, by trapezoid quadrature.
 * The sum stops at n = 160 with the rest of E[f²] as the last term: exact at r = 1, and below r = 0.95 exact to 1e-4.
 *
 * @param f the squashing function
 * @param variance s² of a
 * @param mean mean of a
 */
export function gateCovariance(f: (a: number) => number, variance: number, mean: number): GateCovariance {
  const s = Math.sqrt(variance);
  // He_160·φ has no wave shorter than 2π/√640 = 1/4, so 1/8 is fine enough.
  const steps = Math.ceil(12 / Math.min(1 / 8, 1 / (5 * s)));
  const width = 12 / steps;
  const h = new Float64Array(ORDERS);
  let secondMoment = 0;
  for (let k = -steps; k <= steps; k++) {
    const z = k * width;
    const value = f(mean + s * z);
    const weighted = (value * Math.exp(-0.5 * z * z) * width) / Math.sqrt(2 * Math.PI);
    secondMoment += value * weighted;
    let before = 0;
    let current = 1;
    for (let n = 0; n < ORDERS; n++) {
      h[n] += weighted * current;
      const next = (z * current - SQUARE_ROOTS[n] * before) / SQUARE_ROOTS[n + 1];
      before = current;
      current = next;
    }
  }
  const series = new Float64Array(ORDERS + 1);
  let sum = 0;
  for (let n = 0; n < ORDERS; n++) sum += series[n] = h[n] ** 2;
  series[ORDERS] = Math.max(secondMoment - sum, 0);
  return {mean: h[0], secondMoment, series};
}

const SQUARE_ROOTS = Float64Array.from({length: ORDERS + 1}, (_, n) => Math.sqrt(n));

/** E[f(a)f(a′)] at correlation r, −1 ≤ r ≤ 1. */
export function covarianceAt({series}: GateCovariance, r: number): number {
  let sum = 0;
  for (let n = series.length - 1; n >= 0; n--) sum = sum * r + series[n];
  return sum;
}
