import {normPropVariances} from '../variance/normPropVariances.js';
import {NoisePool} from './noisePool.js';
import {UnitProcess} from './unitProcess.js';

const settings = (gain: number, forgetBias: number) => ({
  gammaX: [gain, gain, gain, gain],
  gammaH: [gain, gain, gain, gain],
  gammaC: gain,
  bias: [0, forgetBias, 0, 0],
  inputVariance: 1,
});

describe('UnitProcess', () => {
  it('gives eq. 8 when h has no memory, the case in which that equation is exact', () => {
    const noise = new NoisePool(1).draw(256, 512);
    const white = new Float64Array(129);
    white[0] = 1;
    for (const [gain, forgetBias] of [
      [0.5, 0],
      [2, 1],
    ]) {
      const {cellVariance} = new UnitProcess(settings(gain, forgetBias)).respond(white, noise);
      const paper = normPropVariances({
        ...{gammaX: gain, gammaH: gain, gammaC: 1, forgetBias},
        varianceMethod: 'paper',
      }).cellVariance;
      // 262144 steps, correlated over a few: about 0.5 % of sampling error.
      expect(Math.abs(cellVariance / paper - 1)).toBeLessThan(0.015);
    }
  });

  it('has almost no sampling error where the unit is linear, where plain sampling would have 5 %', () => {
    const process = new UnitProcess(settings(0.001, 0));
    const pool = new NoisePool(2);
    const hidden = Float64Array.from({length: 129}, (_, k) => 0.8 ** k);
    const [a, b] = [1, 2].map(() => process.respond(hidden, pool.draw(256, 4)));
    expect(Math.abs(a.cellVariance / b.cellVariance - 1)).toBeLessThan(1e-3);
    expect(Math.abs(a.autocovariance[5] / b.autocovariance[5] - 1)).toBeLessThan(1e-3);
  });
});
