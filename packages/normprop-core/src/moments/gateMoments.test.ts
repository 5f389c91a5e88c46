import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gateMoments} from './gateMoments.js';

type Row = Record<string, number>;
const golden = JSON.parse(readFileSync(join(__dirname, '../../test/golden/variances.json'), 'utf8')) as Row[];

describe('gateMoments', () => {
  it.each(golden)('equals the golden moments at γ=($gamma_x, $gamma_h), forget bias $forget_bias', (row) => {
    const variance = row.gamma_x ** 2 + row.gamma_h ** 2;
    const gate = gateMoments({variance}).sigmoid;
    const forget = gateMoments({variance, mean: row.forget_bias}).sigmoid;
    const candidate = gateMoments({variance}).tanh;
    const cell = gateMoments({variance: row.gamma_c ** 2}).tanh;
    const pairs: [number, number][] = [
      [gate.mean, row.E_i],
      [gate.secondMoment, row.Esq_i],
      [gate.variance, row.Var_i],
      [forget.mean, row.E_f],
      [forget.secondMoment, row.Esq_f],
      [forget.variance, row.Var_f],
      [candidate.mean, row.E_g],
      [candidate.variance, row.Var_g],
      [cell.variance, row.Var_tanhc],
    ];
    for (const [got, want] of pairs) expect(Math.abs(got - want)).toBeLessThan(1e-12);
  });

  it('does not change by 1e-12 on a grid that is four times finer', () => {
    for (const s of [0.01, 0.3, 1, 4, 30]) {
      for (const mean of [-20, -1, 0, 2.5, 8]) {
        const {sigmoid, tanh} = gateMoments({variance: s * s, mean});
        const fine = fineMoments(s, mean);
        expect(Math.abs(sigmoid.secondMoment - fine.sigmoid)).toBeLessThan(1e-12);
        expect(Math.abs(tanh.secondMoment - fine.tanh)).toBeLessThan(1e-12);
      }
    }
  });

  it('keeps the digits of a tiny variance: Var tanh(a) = s² − 2s⁴ + 17/3·s⁶…', () => {
    const s2 = 1e-8;
    expect(gateMoments({variance: s2}).tanh.variance / (s2 - 2 * s2 ** 2)).toBeCloseTo(1, 12);
    // About a mean, the first order is tanh'(m)² s².
    const slope = 1 - Math.tanh(3) ** 2;
    expect(gateMoments({variance: s2, mean: 3}).tanh.variance / (slope ** 2 * s2)).toBeCloseTo(1, 6);
  });

  it('is a point at variance 0', () => {
    const {sigmoid, tanh} = gateMoments({variance: 0, mean: 0.7});
    expect(sigmoid.mean).toBeCloseTo(1 / (1 + Math.exp(-0.7)), 14);
    expect(tanh.mean).toBeCloseTo(Math.tanh(0.7), 14);
    expect(sigmoid.variance + tanh.variance).toBeLessThan(1e-28);
  });

  it('names the argument that it cannot take', () => {
    expect(() => gateMoments({variance: -1})).toThrow(
      'variance: expected a number from 0 to 100000000, got -1',
    );
    expect(() => gateMoments({variance: NaN})).toThrow(
      'variance: expected a number from 0 to 100000000, got NaN',
    );
    expect(() => gateMoments({variance: Infinity})).toThrow(RangeError);
    expect(() => gateMoments({variance: 1, mean: Infinity})).toThrow(
      'mean: expected a finite number, got Infinity',
    );
  });
});

/** Second moments by Simpson's rule on a fine grid: another rule than the one under test. */
function fineMoments(s: number, mean: number): {sigmoid: number; tanh: number} {
  const n = 2 * Math.ceil(14 * Math.max(16, 20 * s));
  const h = 28 / n;
  let sigmoid = 0;
  let tanh = 0;
  for (let k = 0; k <= n; k++) {
    const z = -14 + k * h;
    const weight =
      ((k === 0 || k === n ? 1 : k % 2 === 1 ? 4 : 2) * h * Math.exp((-z * z) / 2)) /
      (3 * Math.sqrt(2 * Math.PI));
    const a = mean + s * z;
    sigmoid += weight / (1 + Math.exp(-a)) ** 2;
    tanh += weight * Math.tanh(a) ** 2;
  }
  return {sigmoid, tanh};
}
