import {calibrationStep} from './calibrationStep.js';

describe('calibrationStep', () => {
  it('goes half of the way in the logarithm', () => {
    const {constants, deviation} = calibrationStep({
      constants: {cellVariance: 1, hiddenVariance: 1},
      measuredCell: 0.25,
      measuredHidden: 0.16,
    });
    expect(constants.cellVariance).toBeCloseTo(0.5, 12);
    expect(constants.hiddenVariance).toBeCloseTo(0.4, 12);
    expect(deviation).toBeCloseTo(Math.log(1 / 0.16), 12);
  });

  it('stays where the measurement agrees, unit by unit', () => {
    const constants = {cellVariance: Float64Array.of(0.5, 2), hiddenVariance: Float64Array.of(0.1, 0.2)};
    const step = calibrationStep({
      constants,
      measuredCell: constants.cellVariance,
      measuredHidden: Float64Array.of(1, 1),
    });
    expect(step).toEqual({constants, deviation: 0});
  });

  it('settles where the undamped iteration does not', () => {
    // A layer with strong feedback: E[h²] = 0.1/V_h · (its own E[h²])^0.8, and c follows h with the power 2.
    const layer = (hiddenVariance: number) => (0.1 / hiddenVariance) ** (1 / (1 - 0.8));
    const run = (damping: number) => {
      let constants = {cellVariance: 1, hiddenVariance: 0.12};
      let deviation = Infinity;
      for (let n = 0; n < 60; n++) {
        const hidden = layer(constants.hiddenVariance);
        ({constants, deviation} = calibrationStep({
          constants,
          measuredCell: 0.4 * hidden ** 2,
          measuredHidden: hidden,
          damping,
        }));
        if (!(deviation < 50)) break;
      }
      return {constants, deviation};
    };
    const settled = run(0.3);
    expect(settled.deviation).toBeLessThan(1e-6);
    expect(settled.constants.hiddenVariance).toBeCloseTo(0.1, 6);
    expect(settled.constants.cellVariance).toBeCloseTo(0.4, 6);
    expect(run(1).deviation).toBeGreaterThan(1);
  });

  it('names what it cannot take', () => {
    const constants = {cellVariance: 1, hiddenVariance: 1};
    expect(() => calibrationStep({constants, measuredCell: NaN, measuredHidden: 1})).toThrow(
      'measuredCell: expected a positive, finite measurement, got NaN',
    );
    expect(() => calibrationStep({constants, measuredCell: 1, measuredHidden: 0})).toThrow('measuredHidden');
    expect(() => calibrationStep({constants, measuredCell: 1, measuredHidden: 1, damping: 2})).toThrow(
      'damping: expected a number above 0 and at most 1, got 2',
    );
    const per = {cellVariance: Float64Array.of(1, 1), hiddenVariance: Float64Array.of(1, 1)};
    expect(() =>
      calibrationStep({
        constants: per,
        measuredCell: Float64Array.of(1),
        measuredHidden: Float64Array.of(1, 1),
      }),
    ).toThrow('measuredCell: expected 2 values as in the constants, got 1');
  });
});
