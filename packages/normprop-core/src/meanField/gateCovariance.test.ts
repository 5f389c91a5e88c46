import {sigmoid} from '../moments/gateMoments.js';
import {gaussianExpectation, gaussianMoments} from '../moments/gaussianMoments.js';
import {covarianceAt, gateCovariance} from './gateCovariance.js';

describe('gateCovariance', () => {
  const cases = [
    {f: sigmoid, variance: 2, mean: 1},
    {f: Math.tanh, variance: 8, mean: 0},
    {f: Math.tanh, variance: 0.02, mean: -0.5},
  ];

  it('is E[f]² at correlation 0 and E[f²] at 1', () => {
    for (const {f, variance, mean} of cases) {
      const covariance = gateCovariance(f, variance, mean);
      const moments = gaussianMoments(f, variance, mean);
      expect(covarianceAt(covariance, 0)).toBeCloseTo(moments.mean ** 2, 12);
      expect(covarianceAt(covariance, 1)).toBeCloseTo(moments.secondMoment, 12);
      expect(covariance.secondMoment).toBeCloseTo(moments.secondMoment, 12);
    }
  });

  it.each([-0.7, 0.3, 0.9])('equals the double integral at correlation %d', (r) => {
    for (const {f, variance, mean} of cases) {
      // a′ given a is N(mean + r(a − mean), (1 − r²)·variance): one integral inside the other.
      const inner = (a: number) => gaussianExpectation(f, (1 - r * r) * variance, mean + r * (a - mean));
      const expected = gaussianExpectation((a) => f(a) * inner(a), variance, mean);
      expect(Math.abs(covarianceAt(gateCovariance(f, variance, mean), r) - expected)).toBeLessThan(1e-6);
    }
  });
});
