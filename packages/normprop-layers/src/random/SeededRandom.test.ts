import {SeededRandom} from './SeededRandom.js';

describe('SeededRandom', () => {
  test('equal seeds give equal numbers, each seed counts', () => {
    const draw = (...seeds: number[]) => {
      const random = new SeededRandom(...seeds);
      return [random.uint32(), random.uint32(), random.uint32()];
    };
    expect(draw(1, 2)).toEqual(draw(1, 2));
    expect(new Set([draw(1, 2), draw(2, 1), draw(1, 3), draw(1), draw(2 ** 40, 2)].map(String)).size).toBe(5);
  });

  test('uniform numbers fill (0,1) evenly: chi-squared over 64 bins', () => {
    const random = new SeededRandom(1);
    const bins = new Array<number>(64).fill(0);
    for (let i = 0; i < 64000; i++) bins[Math.floor(random.uniform() * 64)]++;
    const chi = bins.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
    // 63 degrees of freedom: 0.01 % of draws lie above 111, 0.01 % below 28
    expect(chi).toBeLessThan(111);
    expect(chi).toBeGreaterThan(28);
  });

  test('normal numbers have mean 0, variance 1 and kurtosis 3', () => {
    const random = new SeededRandom(2);
    const values = Array.from({length: 50000}, () => random.normalPair()).flat();
    const moment = (k: number) => values.reduce((sum, v) => sum + v ** k, 0) / values.length;
    // five standard errors of 1e5 draws
    expect(Math.abs(moment(1))).toBeLessThan(0.016);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.023);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.16);
  });
});
