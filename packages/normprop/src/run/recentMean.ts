/** The mean of the last few values. */
export class RecentMean {
  private readonly values: number[] = [];

  /** @param size How many. */
  constructor(private readonly size: number) {}

  add(value: number): void {
    this.values.push(value);
    if (this.values.length > this.size) this.values.shift();
  }

  get value(): number {
    return this.values.reduce((sum, value) => sum + value, 0) / this.values.length;
  }
}
