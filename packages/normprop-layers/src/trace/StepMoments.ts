/** Mean, variance, kurtosis and autocorrelation of a quantity at each time step. */
export interface StepStatistics {
  /** Over sequences and units, one per time step, as all that follow. */
  mean: number[];
  variance: number[];
  /** Excess kurtosis, 0 for a normal; NaN where the variance is 0. */
  kurtosis: number[];
  /** `values[t]` is the correlation of step t with step t + lag (T − lag values); NaN where a variance is 0. */
  autocorrelation: Array<{lag: number; values: number[]}>;
}

/** Sums up a quantity [T,B,H] over any number of batches, in float64. */
export class StepMoments {
  private readonly powers: number[][] = []; // per step: n, Σv, Σv², Σv³, Σv⁴
  private readonly pairs: number[][][]; // per lag and step: n, Σa, Σb, Σa², Σb², Σab

  constructor(private readonly lags: readonly number[]) {
    this.pairs = lags.map(() => []);
  }

  /** @param values [T,n], row after row. */
  add(values: ArrayLike<number>, timeSteps: number): void {
    const n = values.length / timeSteps;
    for (let t = 0; t < timeSteps; t++) {
      const sums = (this.powers[t] ??= [0, 0, 0, 0, 0]);
      for (let k = t * n; k < (t + 1) * n; k++) {
        for (let p = 0, power = 1; p < 5; p++, power *= values[k]) sums[p] += power;
      }
    }
    this.lags.forEach((lag, l) => {
      for (let t = 0; t + lag < timeSteps; t++) {
        const sums = (this.pairs[l][t] ??= [0, 0, 0, 0, 0, 0]);
        for (let k = t * n; k < (t + 1) * n; k++) {
          const [a, b] = [values[k], values[k + lag * n]];
          [1, a, b, a * a, b * b, a * b].forEach((value, i) => (sums[i] += value));
        }
      }
    });
  }

  statistics(): StepStatistics {
    const central = this.powers.map(([n, s1, s2, s3, s4]) => {
      const [m, m2, m3, m4] = [s1 / n, s2 / n, s3 / n, s4 / n];
      const variance = Math.max(0, m2 - m * m);
      const fourth = m4 - 4 * m * m3 + 6 * m * m * m2 - 3 * m ** 4;
      return {mean: m, variance, kurtosis: variance > 0 ? fourth / variance ** 2 - 3 : NaN};
    });
    return {
      mean: central.map(({mean}) => mean),
      variance: central.map(({variance}) => variance),
      kurtosis: central.map(({kurtosis}) => kurtosis),
      autocorrelation: this.lags.map((lag, l) => ({lag, values: this.pairs[l].map(correlation)})),
    };
  }
}

function correlation([n, a, b, aa, bb, ab]: number[]): number {
  const [varianceA, varianceB] = [aa / n - (a / n) ** 2, bb / n - (b / n) ** 2];
  return varianceA > 0 && varianceB > 0
    ? (ab / n - (a / n) * (b / n)) / Math.sqrt(varianceA * varianceB)
    : NaN;
}
