import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {normPropVariances} from './normPropVariances.js';
import type {NormPropVariances} from './normPropVariances.js';

type Row = Record<string, number>;
const golden = JSON.parse(readFileSync(join(__dirname, '../../test/golden/variances.json'), 'utf8')) as Row[];

describe("normPropVariances, method 'paper'", () => {
  it.each(golden)(
    'equals the golden values at γ=($gamma_x, $gamma_h, $gamma_c), forget bias $forget_bias',
    (row) => {
      const {cellVariance, hiddenVariance} = normPropVariances({
        gammaX: row.gamma_x,
        gammaH: row.gamma_h,
        gammaC: row.gamma_c,
        forgetBias: row.forget_bias,
        method: 'paper',
      });
      expect(Math.abs(cellVariance - row.Var_c)).toBeLessThan(1e-12);
      expect(Math.abs(hiddenVariance - row.Var_h)).toBeLessThan(1e-12);
    },
  );

  it('solves each unit with its own gains and biases', () => {
    const H = 2;
    const gate = (first: number, second: number) =>
      Array.from({length: 4 * H}, (_, k) => (k % H === 0 ? first : second));
    const bias = [0, 0, 0, 1, 0, 0, 0, 0]; // forget bias 1 for the second unit
    const both = normPropVariances({gammaX: gate(2, 0.5), gammaH: gate(2, 0.5), gammaC: [1, 0.5], bias});
    const first = normPropVariances({gammaX: 2, gammaH: 2, gammaC: 1});
    const second = normPropVariances({gammaX: 0.5, gammaH: 0.5, gammaC: 0.5, forgetBias: 1});
    expect(both.cellVariance).toEqual(Float64Array.of(first.cellVariance, second.cellVariance));
    expect(both.hiddenVariance).toEqual(Float64Array.of(first.hiddenVariance, second.hiddenVariance));
  });

  it('keeps the gates apart: only i, f and the candidate act on c, only o on h', () => {
    const base = normPropVariances({
      gammaX: [1, 1, 1, 1],
      gammaH: 1,
      gammaC: 1,
    }) as NormPropVariances<Float64Array>;
    const output = normPropVariances({
      gammaX: [1, 1, 1, 3],
      gammaH: 1,
      gammaC: 1,
    }) as NormPropVariances<Float64Array>;
    expect(output.cellVariance[0]).toBe(base.cellVariance[0]);
    expect(output.hiddenVariance[0]).toBeGreaterThan(base.hiddenVariance[0]);
    for (const gammaX of [
      [3, 1, 1, 1],
      [1, 3, 1, 1],
      [1, 1, 3, 1],
    ]) {
      const other = normPropVariances({gammaX, gammaH: 1, gammaC: 1}) as NormPropVariances<Float64Array>;
      expect(other.cellVariance[0]).toBeGreaterThan(base.cellVariance[0]);
      expect(other.hiddenVariance[0]).toBe(base.hiddenVariance[0]);
    }
  });

  it('adds forgetBias to the forget part of bias', () => {
    const a = normPropVariances({gammaX: 1, gammaH: 1, gammaC: 1, bias: [0.5, 0.25, 0, 0], forgetBias: 0.75});
    const b = normPropVariances({gammaX: 1, gammaH: 1, gammaC: 1, bias: [0.5, 1, 0, 0]});
    expect(a).toEqual(b);
  });

  it('takes the variance of x: γx·√v with unit variance is the same', () => {
    const a = normPropVariances({gammaX: 2, gammaH: 1, gammaC: 1, inputVariance: 0.25});
    const b = normPropVariances({gammaX: 1, gammaH: 1, gammaC: 1});
    expect(a.cellVariance).toBeCloseTo(b.cellVariance, 14);
  });

  it('solves equal units once: 4096 of them take no longer than a hundred single calls', () => {
    const single = cpu(() => {
      for (let k = 0; k < 100; k++) normPropVariances({gammaX: 2, gammaH: 2, gammaC: 1});
    });
    const H = 4096;
    const many = cpu(() => normPropVariances({gammaX: 2, gammaH: 2, gammaC: new Float32Array(H).fill(1)}));
    expect(many).toBeLessThan(single);
  });

  it('stays finite at a strong forget bias, and says when it is too strong', () => {
    const strong = normPropVariances({gammaX: 0.1, gammaH: 0.1, gammaC: 1, forgetBias: 20});
    expect(strong.cellVariance).toBeGreaterThan(1e5);
    expect(() => normPropVariances({gammaX: 0.1, gammaH: 0.1, gammaC: 1, forgetBias: 40})).toThrow(
      'no finite variance of the cell: E[f²] rounds to 1 with a forget bias of 40',
    );
  });

  it('names what it cannot take', () => {
    const ones = {gammaX: 1, gammaH: 1, gammaC: 1};
    expect(() => normPropVariances({...ones, gammaX: NaN})).toThrow(
      'gammaX: expected a finite number, got NaN',
    );
    expect(() => normPropVariances({...ones, gammaH: [1, 1, Infinity, 1]})).toThrow(
      'gammaH[2]: expected a finite number, got Infinity',
    );
    expect(() => normPropVariances({...ones, inputVariance: -1})).toThrow(
      'inputVariance: expected a finite number that is not negative, got -1',
    );
    expect(() => normPropVariances({...ones, gammaC: [1, 1], gammaX: [1, 1, 1, 1]})).toThrow(
      'gammaX: expected a number or an array of length 8 (from gammaC of length 2), got length 4',
    );
    expect(() => normPropVariances({...ones, bias: [1, 1, 1]})).toThrow(
      'bias: expected a number or an array of length a multiple of 4, got length 3',
    );
    expect(() => normPropVariances({...ones, gammaC: []})).toThrow('gammaC');
    expect(() => normPropVariances({...ones, gammaX: 0, gammaH: 0})).toThrow(
      'the candidate gate has no variance',
    );
    expect(() => normPropVariances({...ones, gammaC: 0})).toThrow('gammaC: tanh(γc·c) has no variance');
    expect(() => normPropVariances({...ones, method: 'guess' as never})).toThrow(
      'method: expected paper or meanField, got guess',
    );
  });
});

/** The least of ten: the first are not compiled yet, and a page has the wall clock only. */
function cpu(work: () => void): number {
  const times = Array.from({length: 10}, () => {
    const start = process.cpuUsage();
    work();
    const {user, system} = process.cpuUsage(start);
    return user + system;
  });
  return Math.min(...times);
}
