import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {gateMoments} from '../moments/gateMoments.js';
import {normPropVariances} from './normPropVariances.js';
import type {NormPropVariances} from './normPropVariances.js';
import type {NormPropVariancesArgs} from '../moments/varianceArgs.js';

type Row = Record<string, number>;
const golden = JSON.parse(readFileSync(join(__dirname, '../../test/golden/variances.json'), 'utf8')) as Row[];

/** The constants as the paper prints them. */
function paper(args: NormPropVariancesArgs<number>): NormPropVariances<number>;
function paper(args: NormPropVariancesArgs): NormPropVariances<Float64Array>;
function paper(args: NormPropVariancesArgs): NormPropVariances {
  return normPropVariances({varianceMethod: 'paper', ...args});
}

it('normPropVariances finds constants that hold unless it is asked for the printed ones', () => {
  const gains = {gammaX: 2, gammaH: 2, gammaC: 1};
  expect(normPropVariances(gains)).toEqual(normPropVariances({...gains, varianceMethod: 'meanField'}));
  expect(normPropVariances(gains).cellVariance).toBeGreaterThan(1.2 * paper(gains).cellVariance);
});

describe("normPropVariances, varianceMethod 'paper'", () => {
  it.each(golden)(
    'equals the golden values at γ=($gamma_x, $gamma_h, $gamma_c), forget bias $forget_bias',
    (row) => {
      const {cellVariance, hiddenVariance} = paper({
        gammaX: row.gamma_x,
        gammaH: row.gamma_h,
        gammaC: row.gamma_c,
        forgetBias: row.forget_bias,
      });
      expect(Math.abs(cellVariance - row.Var_c)).toBeLessThan(1e-12);
      expect(Math.abs(hiddenVariance - row.Var_h)).toBeLessThan(1e-12);
    },
  );

  it('is E[i²]·Var[g] for the preserving cell, whatever the forget bias is', () => {
    const gains = {gammaX: 1, gammaH: 1, gammaC: 0.5};
    const {sigmoid, tanh} = gateMoments({variance: 2});
    for (const forgetBias of [0, 1, 30]) {
      const solved = paper({...gains, forgetBias, cell: 'preserving'});
      expect(solved.cellVariance).toBeCloseTo(sigmoid.secondMoment * tanh.variance, 12);
      expect(solved.hiddenVariance).toBe(paper(gains).hiddenVariance);
    }
    expect(() => paper({...gains, cell: 'coupled' as 'standard'})).toThrow(
      "cell: expected 'standard' or 'preserving', got 'coupled'",
    );
  });

  it('solves each unit with its own gains and biases', () => {
    const H = 2;
    const gate = (first: number, second: number) =>
      Array.from({length: 4 * H}, (_, k) => (k % H === 0 ? first : second));
    const bias = [0, 0, 0, 1, 0, 0, 0, 0]; // forget bias 1 for the second unit
    const both = paper({gammaX: gate(2, 0.5), gammaH: gate(2, 0.5), gammaC: [1, 0.5], bias});
    const first = paper({gammaX: 2, gammaH: 2, gammaC: 1});
    const second = paper({gammaX: 0.5, gammaH: 0.5, gammaC: 0.5, forgetBias: 1});
    expect(both.cellVariance).toEqual(Float64Array.of(first.cellVariance, second.cellVariance));
    expect(both.hiddenVariance).toEqual(Float64Array.of(first.hiddenVariance, second.hiddenVariance));
  });

  it('keeps the gates apart: only i, f and the candidate act on c, only o on h', () => {
    const base = paper({
      gammaX: [1, 1, 1, 1],
      gammaH: 1,
      gammaC: 1,
    }) as NormPropVariances<Float64Array>;
    const output = paper({
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
      const other = paper({gammaX, gammaH: 1, gammaC: 1}) as NormPropVariances<Float64Array>;
      expect(other.cellVariance[0]).toBeGreaterThan(base.cellVariance[0]);
      expect(other.hiddenVariance[0]).toBe(base.hiddenVariance[0]);
    }
  });

  it('adds forgetBias to the forget part of bias', () => {
    const a = paper({gammaX: 1, gammaH: 1, gammaC: 1, bias: [0.5, 0.25, 0, 0], forgetBias: 0.75});
    const b = paper({gammaX: 1, gammaH: 1, gammaC: 1, bias: [0.5, 1, 0, 0]});
    expect(a).toEqual(b);
  });

  it('takes the variance of x: γx·√v with unit variance is the same', () => {
    const a = paper({gammaX: 2, gammaH: 1, gammaC: 1, inputVariance: 0.25});
    const b = paper({gammaX: 1, gammaH: 1, gammaC: 1});
    expect(a.cellVariance).toBeCloseTo(b.cellVariance, 14);
  });

  it('solves equal units once: 4096 of them take no longer than a hundred single calls', () => {
    const single = cpu(() => {
      for (let k = 0; k < 100; k++) paper({gammaX: 2, gammaH: 2, gammaC: 1});
    });
    const H = 4096;
    const many = cpu(() => paper({gammaX: 2, gammaH: 2, gammaC: new Float32Array(H).fill(1)}));
    expect(many).toBeLessThan(single);
  });

  it('stays finite at a strong forget bias, and says when it is too strong', () => {
    const strong = paper({gammaX: 0.1, gammaH: 0.1, gammaC: 1, forgetBias: 20});
    expect(strong.cellVariance).toBeGreaterThan(1e5);
    expect(() => paper({gammaX: 0.1, gammaH: 0.1, gammaC: 1, forgetBias: 40})).toThrow(
      'no finite variance of the cell: E[f²] rounds to 1 with a forget bias of 40',
    );
  });

  it('names what it cannot take', () => {
    const ones = {gammaX: 1, gammaH: 1, gammaC: 1};
    expect(() => paper({...ones, gammaX: NaN})).toThrow('gammaX: expected a finite number, got NaN');
    expect(() => paper({...ones, gammaH: [1, 1, Infinity, 1]})).toThrow(
      'gammaH[2]: expected a finite number, got Infinity',
    );
    expect(() => paper({...ones, inputVariance: -1})).toThrow(
      'inputVariance: expected a finite number that is not negative, got -1',
    );
    expect(() => paper({...ones, gammaC: [1, 1], gammaX: [1, 1, 1, 1]})).toThrow(
      'gammaX: expected a number or an array of length 8 (from gammaC of length 2), got length 4',
    );
    expect(() => paper({...ones, bias: [1, 1, 1]})).toThrow(
      'bias: expected a number or an array of length a multiple of 4, got length 3',
    );
    expect(() => paper({...ones, gammaC: []})).toThrow('gammaC');
    expect(() => paper({...ones, gammaX: 0, gammaH: 0})).toThrow('the candidate gate has no variance');
    expect(() => paper({...ones, gammaC: 0})).toThrow('gammaC: tanh(γc·c) has no variance');
    expect(() => paper({...ones, varianceMethod: 'guess' as never})).toThrow(
      'varianceMethod: expected paper or meanField, got guess',
    );
  });
});

/** The least of fifty: the first are not compiled yet. */
function cpu(work: () => void): number {
  const times = Array.from({length: 50}, () => {
    const start = process.cpuUsage();
    work();
    const {user, system} = process.cpuUsage(start);
    return user + system;
  });
  return Math.min(...times);
}
