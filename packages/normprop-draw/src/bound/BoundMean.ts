/** A bound in nats, as numbers. */
export interface BoundValues {
  bound: number;
  reconstruction: number;
  kl: number;
}

/** A weighted mean of bounds. */
export class BoundMean {
  /** Sum of the weights. */
  weight = 0;
  private readonly sums: BoundValues = {bound: 0, reconstruction: 0, kl: 0};

  add(values: BoundValues, weight: number): void {
    this.weight += weight;
    for (const name of ['bound', 'reconstruction', 'kl'] as const) this.sums[name] += weight * values[name];
  }

  get mean(): BoundValues {
    const {bound, reconstruction, kl} = this.sums;
    return {
      bound: bound / this.weight,
      reconstruction: reconstruction / this.weight,
      kl: kl / this.weight,
    };
  }
}
