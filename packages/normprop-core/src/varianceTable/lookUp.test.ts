import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {meanFieldVariances} from '../meanField/meanFieldVariances.js';
import {normPropVariances} from '../variance/normPropVariances.js';
import {VARIANCE_TABLE} from './varianceTable.js';

const grid = [0.5, 1, 2, 3];

describe('the shipped variance table', () => {
  it('names its generator in the first line', () => {
    const [first] = readFileSync(join(__dirname, 'varianceTable.ts'), 'utf8').split('\n');
    expect(first).toContain('packages/normprop-core/scripts/makeVarianceTable.mjs');
  });

  it('holds the whole grid, and answers at once', () => {
    const start = process.cpuUsage();
    for (const gammaX of grid) {
      for (const gammaH of grid) {
        for (const gammaC of [0.5, 1, 2]) {
          for (const forgetBias of [0, 1, 2]) {
            const found = normPropVariances({
              gammaX,
              gammaH,
              gammaC,
              forgetBias,
              varianceMethod: 'meanField',
            });
            expect(found.source).toBe('table');
            expect(found.cellVariance).toBeGreaterThan(0);
          }
        }
      }
    }
    const {user, system} = process.cpuUsage(start);
    expect((user + system) / 144e3).toBeLessThan(20); // milliseconds each
  });

  it.each([
    [2, 0.5, 2, 1], // 32 passes of 2^16 steps
    [1, 2, 1, 1], // 64 of 2^18, as the rows with a long memory
  ])(
    'is made again by its generator: γ = (%d, %d, %d), forget bias %d',
    (...wanted) => {
      const row = VARIANCE_TABLE.find((entry) => wanted.every((value, k) => entry[k] === value))!;
      const [gammaX, gammaH, gammaC, forgetBias, cellVariance, hiddenVariance, , , , , , passes, logSamples] =
        row;
      const unit = {
        gammaX: Array<number>(4).fill(gammaX),
        gammaH: Array<number>(4).fill(gammaH),
        gammaC,
        bias: [0, forgetBias, 0, 0],
        inputVariance: 1,
      };
      const {units} = meanFieldVariances([unit], {passes, samples: 2 ** logSamples});
      // Six digits are stored.
      expect(Math.abs(units[0].cellVariance / cellVariance - 1)).toBeLessThan(1e-5);
      expect(Math.abs(units[0].hiddenVariance / hiddenVariance - 1)).toBeLessThan(1e-5);
    },
    240_000,
  );

  it('serves signs, scaled inputs and layers of equal units', () => {
    const settings = {gammaX: 2, gammaH: 2, gammaC: 1, forgetBias: 1, varianceMethod: 'meanField'} as const;
    const plain = normPropVariances(settings);
    expect(normPropVariances({...settings, gammaX: -2, gammaC: -1})).toEqual(plain);
    expect(normPropVariances({...settings, gammaX: 4, inputVariance: 0.25})).toEqual(plain);
    const layer = normPropVariances({...settings, gammaC: new Float32Array(3).fill(1)});
    expect(layer.source).toBe('table');
    expect(layer.cellVariance).toEqual(new Float64Array(3).fill(plain.cellVariance));
  });

  it('leaves other settings to the solver', () => {
    const found = normPropVariances({
      gammaX: 2,
      gammaH: 2,
      gammaC: 1,
      bias: [0.1, 1, 0, 0],
      varianceMethod: 'meanField',
    });
    expect(found.source).toBe('solved');
    const near = normPropVariances({
      gammaX: 2,
      gammaH: 2,
      gammaC: 1,
      forgetBias: 1,
      varianceMethod: 'meanField',
    });
    expect(Math.abs((found.cellVariance as Float64Array)[0] / near.cellVariance - 1)).toBeLessThan(0.2);
  });
});
