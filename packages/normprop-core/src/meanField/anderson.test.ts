import {fixedPoint} from './anderson.js';

describe('fixedPoint', () => {
  const options = {tolerance: 1e-10, maxEvaluations: 100};

  it('finds cos x = x', () => {
    const {x} = fixedPoint((v) => v.map(Math.cos), Float64Array.of(0), options);
    expect(x[0]).toBeCloseTo(0.7390851332151607, 9);
  });

  it('needs far fewer steps than the plain iteration where that is slow', () => {
    // Eigenvalues up to 0.9: the plain iteration needs 200 steps for this tolerance.
    const slopes = [0.9, 0.5, -0.8, 0.1];
    const map = (v: Float64Array) => v.map((value, k) => slopes[k] * value + 1);
    const {x, evaluations} = fixedPoint(map, new Float64Array(4), options);
    slopes.forEach((slope, k) => expect(x[k]).toBeCloseTo(1 / (1 - slope), 6));
    expect(evaluations).toBeLessThan(60);
  });

  it('stops at the limit and says how far it is', () => {
    const {residual, evaluations} = fixedPoint((v) => v.map((value) => value + 1), Float64Array.of(0), {
      tolerance: 1e-10,
      maxEvaluations: 7,
    });
    expect(evaluations).toBe(7);
    expect(residual).toBeCloseTo(1, 6);
  });

  it('steps back from where the map has no value', () => {
    // √ is not a number below 0; the fixed point is 4.
    const {x} = fixedPoint((v) => v.map((value) => 2 * Math.sqrt(value)), Float64Array.of(1e-9), options);
    expect(x[0]).toBeCloseTo(4, 8);
  });
});
