import {normPropVariances} from '../variance/normPropVariances.js';
import {stabilityAtWidth, widthExcess} from './finiteWidth.js';

const of = (gammaX: number, gammaH: number, gammaC: number, forgetBias: number, width?: number) =>
  normPropVariances({gammaX, gammaH, gammaC, forgetBias, width, varianceMethod: 'meanField'});

describe('the width from which the mean field holds', () => {
  it('is what simulations at 1000 units say (docs/variance.md)', () => {
    // Var[c] measured/predicted: 1.002, 1.025 ± 0.005, 1.12 ± 0.05
    expect(of(2, 0.5, 1, 0, 1000).stable).toBe(true);
    expect(of(2, 2, 1, 1, 1000).stable).toBe(true);
    const narrow = of(0.5, 2, 1, 2, 1000);
    expect(narrow.stable).toBe(false);
    expect(narrow.reason).toMatch(
      /a layer of 1000 units is too narrow: .* about \d+ % above .* from about \d+ units/,
    );
    expect(narrow.widthExcess / 1000).toBeGreaterThan(0.06);
    expect(narrow.widthExcess / 1000).toBeLessThan(0.18);
  });

  it('does not depend on the constants, and very many units are enough', () => {
    expect(of(0.5, 2, 1, 2)).toEqual({...of(0.5, 2, 1, 2, 10_000_000)});
    const {cellVariance, hiddenVariance} = of(0.5, 2, 1, 2, 100);
    expect({cellVariance, hiddenVariance}).toEqual({
      cellVariance: of(0.5, 2, 1, 2).cellVariance,
      hiddenVariance: of(0.5, 2, 1, 2).hiddenVariance,
    });
  });

  it('does not talk over a state that does not hold at any width', () => {
    const reason = 'E[h²] = 1 repels';
    expect(stabilityAtWidth({sensitivity: Infinity, stable: false, reason}, Infinity, 1000).reason).toBe(
      reason,
    );
  });

  it('is any, without recurrence', () => {
    const unit = {
      gammaX: [1, 1, 1, 1],
      gammaH: [0, 0, 0, 0],
      gammaC: 1,
      bias: [0, 0, 0, 0],
      inputVariance: 1,
    };
    expect(widthExcess([unit], 3, Infinity)).toBe(0);
  });

  it('must be a number of units', () => {
    expect(() => of(1, 1, 1, 0, 0)).toThrow('width: expected a positive whole number of units, got 0');
    expect(() => of(1, 1, 1, 0, 1.5)).toThrow('width: expected a positive whole number of units, got 1.5');
  });
});
