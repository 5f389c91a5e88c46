import {seededUniform} from './seededUniform.js';

const first = (n: number, ...keys: number[]) => Array.from({length: n}, seededUniform(...keys));

describe('seededUniform', () => {
  it('is determined by its keys, each of them', () => {
    expect(first(5, 1, 2)).toEqual(first(5, 1, 2));
    const starts = [[1, 2], [2, 1], [1, 3], [1], [1, 2, 0], [-1, 2], [1 + 2 ** 32, 2], [0, 0]];
    expect(new Set(starts.map((keys) => first(1, ...keys)[0])).size).toBe(starts.length);
  });

  it('is uniform and without correlation between neighbours, within 5 standard errors', () => {
    const n = 100_000;
    for (const seed of [0, 1, 12345]) {
      const x = first(n, seed, 7);
      expect(Math.min(...x.slice(0, 1000))).toBeGreaterThanOrEqual(0);
      const mean = x.reduce((sum, v) => sum + v, 0) / n;
      expect(Math.abs(mean - 0.5)).toBeLessThan(5 * Math.sqrt(1 / 12 / n));
      const cells = new Array<number>(20).fill(0);
      for (const v of x) cells[Math.floor(v * 20)]++;
      const chiSquared = cells.reduce((sum, c) => sum + (c - n / 20) ** 2 / (n / 20), 0);
      expect(chiSquared).toBeLessThan(19 + 5 * Math.sqrt(38)); // mean 19, variance 38
      let covariance = 0;
      for (let i = 1; i < n; i++) covariance += (x[i] - 0.5) * (x[i - 1] - 0.5);
      expect(Math.abs((covariance / n) * 12)).toBeLessThan(5 / Math.sqrt(n));
    }
  });

  it('has first numbers that differ between neighbouring epochs as random ones do', () => {
    const offsets = Array.from({length: 1000}, (_, epoch) => Math.floor(first(1, 3, epoch)[0] * 100));
    // 1000 draws of 100 values miss a value with probability 0.004 %.
    expect(new Set(offsets).size).toBeGreaterThanOrEqual(97);
  });
});
