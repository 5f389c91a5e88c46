/** Share of a gate's values near its bounds, at each time step. */
export interface SaturationShares {
  /** Near the lower bound. */
  low: number[];
  /** Near the upper bound. */
  high: number[];
}

/** Counts the values of a gate [T,B,H] near its bounds, over any number of batches. */
export class Saturation {
  private readonly counts: Array<[total: number, low: number, high: number]> = [];

  /** @param margin How near to a bound counts. */
  constructor(
    private readonly bounds: readonly [low: number, high: number],
    private readonly margin: number,
  ) {}

  /** @param values [T,n], row after row. */
  add(values: ArrayLike<number>, timeSteps: number): void {
    const n = values.length / timeSteps;
    const [low, high] = [this.bounds[0] + this.margin, this.bounds[1] - this.margin];
    for (let k = 0; k < values.length; k++) {
      const count = (this.counts[Math.floor(k / n)] ??= [0, 0, 0]);
      count[0]++;
      if (values[k] < low) count[1]++;
      if (values[k] > high) count[2]++;
    }
  }

  shares(): SaturationShares {
    return {
      low: this.counts.map(([total, low]) => low / total),
      high: this.counts.map(([total, , high]) => high / total),
    };
  }
}
