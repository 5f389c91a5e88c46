/** A mean that is taken in piece by piece, in float64. */
export class WeightedMean {
  private sum = 0;
  private weight = 0;

  add(value: number, weight: number): void {
    this.sum += value * weight;
    this.weight += weight;
  }

  get value(): number {
    return this.sum / this.weight;
  }
}
