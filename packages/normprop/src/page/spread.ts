/** Mean and spread of a figure over seeds. */
export interface Spread {
  mean: number;
  /** Standard deviation (n − 1); `null` for one run. */
  deviation: number | null;
  count: number;
}

/** The mean of a figure over runs that differ in the seed, and how far they lie apart. */
export function spreadOf(values: readonly number[]): Spread {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count};
}

/** `1.931 ± 0.004`, or `1.931` for one run. */
export function showSpread({mean, deviation}: Spread, digits = 3): string {
  return mean.toFixed(digits) + (deviation === null ? '' : ` ± ${deviation.toFixed(digits)}`);
}
