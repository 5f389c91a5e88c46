import {paperVariances} from '../moments/paperVariances.js';
import type {UnitSettings} from '../moments/varianceArgs.js';
import {meanFieldVariances} from './meanFieldVariances.js';
import {simulateLayer} from '../../test/support/simulateLayer.js';

const unit = (gammaX: number, gammaH: number, gammaC: number, forgetBias: number): UnitSettings => ({
  gammaX: Array<number>(4).fill(gammaX),
  gammaH: Array<number>(4).fill(gammaH),
  gammaC,
  bias: [0, forgetBias, 0, 0],
  inputVariance: 1,
});

describe('meanFieldVariances', () => {
  it('equals the closed form where the layer is linear', () => {
    // Tiny gains: i = o = 1/2, f constant, so h is c/√Var[c] and its spectrum is
    // γx²/4 / (V|1 − f e^iω|² − γh²/4) with V = Var[c], whose mean over ω is 1: a quadratic equation for V.
    const [gammaX, gammaH, f] = [0.02, 0.01, 0.5];
    const [x2, h2] = [gammaX ** 2 / 4, gammaH ** 2 / 4];
    const [a, b, c] = [(1 - f * f) ** 2, -2 * h2 * (1 + f * f), h2 * h2 - x2 * x2];
    const expected = (-b + Math.sqrt(b * b - 4 * a * c)) / (2 * a);
    const state = meanFieldVariances([unit(gammaX, gammaH, 0.01, 0)], {passes: 8, samples: 2 ** 15});
    expect(Math.abs(state.units[0].cellVariance / expected - 1)).toBeLessThan(2e-3);
    expect(Math.abs(state.units[0].hiddenVariance / (0.01 ** 2 / 4) - 1)).toBeLessThan(2e-3);
  });

  it('holds E[h²] = 1 in a real layer, and predicts Var[c]', () => {
    const settings = unit(2, 2, 1, 1);
    const {units, stable, sensitivity} = meanFieldVariances([settings], {passes: 16, samples: 2 ** 15});
    const {cellVariance, cellError, hiddenError} = units[0];
    expect([cellError, hiddenError].every((error) => error > 0 && error < 0.01)).toBe(true);
    expect(stable).toBe(true);
    expect(sensitivity).toBeGreaterThan(1);
    expect(sensitivity).toBeLessThan(1.6);
    const run = {steps: 160, batch: 8, seed: 1};
    const measured = simulateLayer(Array<UnitSettings>(96).fill(settings), units, {
      steps: 160,
      batch: 8,
      seed: 1,
    });
    // About 1000 independent values of h: 3 % for h, 5 % for the long-tailed c.
    expect(Math.abs(measured.hiddenSecondMoment - 1)).toBeLessThan(0.04);
    expect(Math.abs(measured.cellVariance / cellVariance - 1)).toBeLessThan(0.1);
    // The printed constants miss by 10 % here: the bound above is worth something.
    const printed = simulateLayer(Array<UnitSettings>(96).fill(settings), [paperVariances(settings)], run);
    expect(printed.hiddenSecondMoment).toBeGreaterThan(1.06);
  });

  it.each([
    [2, 2, 1, 1],
    [1, 1, 1, 1],
  ])('holds E[h²] = 1 with the preserving cell too, gains %d %d %d, forget bias %d', (...gains) => {
    const settings = {...unit(...gains), preserving: true};
    const {units, stable} = meanFieldVariances([settings], {passes: 16, samples: 2 ** 15});
    expect(stable).toBe(true);
    const run = {steps: 160, batch: 8, seed: 3};
    const layer = Array<UnitSettings>(96).fill(settings);
    const measured = simulateLayer(layer, units, run);
    expect(Math.abs(measured.hiddenSecondMoment - 1)).toBeLessThan(0.04);
    expect(Math.abs(measured.cellVariance / units[0].cellVariance - 1)).toBeLessThan(0.1);
    // The bound is worth something: the constants of the standard cell miss it.
    const standard = meanFieldVariances([unit(...gains)], {passes: 8, samples: 2 ** 15}).units;
    expect(Math.abs(simulateLayer(layer, standard, run).hiddenSecondMoment - 1)).toBeGreaterThan(0.1);
  });

  it('solves chrono initialisation: each unit its own time scale, b_f = ln(τ − 1), b_i = −b_f', () => {
    const biases = [2, 4, 8, 16].map((tau) => Math.log(tau - 1));
    const settings = Array.from({length: 96}, (_, k) => {
      const forget = biases[k % 4];
      return {...unit(1, 1, 1, 0), bias: [-forget, forget, 0, 0]};
    });
    const {units} = meanFieldVariances(settings, {passes: 8, samples: 2 ** 15});
    expect(units[4]).toEqual(units[0]);
    const run = {steps: 160, batch: 8, seed: 2};
    const measured = simulateLayer(settings, units, run);
    expect(Math.abs(measured.hiddenSecondMoment - 1)).toBeLessThan(0.04);
    // The bound is worth something: the printed equations, with the same biases, miss it.
    const printed = simulateLayer(settings, settings.map(paperVariances), run);
    expect(Math.abs(printed.hiddenSecondMoment - 1)).toBeGreaterThan(0.04);
  });

  it('solves uniform gate initialisation: b_f = ln(u/(1 − u)), b_i = −b_f, u spread over (0, 1)', () => {
    const biases = Array.from({length: 8}, (_, k) => Math.log((k + 0.5) / (7.5 - k)));
    const settings = Array.from({length: 96}, (_, k) => {
      const forget = biases[k % 8];
      return {...unit(1, 1, 1, 0), bias: [-forget, forget, 0, 0]};
    });
    const {units} = meanFieldVariances(settings, {passes: 8, samples: 2 ** 15});
    const run = {steps: 160, batch: 8, seed: 3};
    const measured = simulateLayer(settings, units, run);
    expect(Math.abs(measured.hiddenSecondMoment - 1)).toBeLessThan(0.04);
    // Units with a larger forget bias remember longer and take less in: the constants of one bias would not do.
    expect(units[7].cellVariance / units[0].cellVariance).not.toBeCloseTo(1, 0);
    const printed = simulateLayer(settings, settings.map(paperVariances), run);
    expect(Math.abs(printed.hiddenSecondMoment - 1)).toBeGreaterThan(0.04);
  });

  it('lets 16 units make the field of more: a larger forget bias, a larger cell', () => {
    const settings = Array.from({length: 34}, (_, k) => unit(3, 0.5, 1, (k % 17) / 16));
    const {units} = meanFieldVariances(settings, {passes: 8, samples: 2 ** 15});
    expect(units).toHaveLength(34);
    expect(units[17]).toEqual(units[0]);
    // The bias grows Var[c] by 1.4 % a unit here, and a unit alone is known to about 1 %.
    for (let k = 2; k < 17; k++) {
      expect(units[k].cellVariance).toBeGreaterThan(units[k - 2].cellVariance);
    }
  });

  it('gives the same answer each time', () => {
    const budget = {passes: 8, samples: 2 ** 15};
    expect(meanFieldVariances([unit(3, 0.5, 1, 0)], budget)).toEqual(
      meanFieldVariances([unit(3, 0.5, 1, 0)], budget),
    );
  });

  it('says when E[h²] = 1 does not hold, and why', () => {
    const budget = {passes: 8, samples: 2 ** 15};
    const repelling = meanFieldVariances([unit(0.1, 1, 0.1, 1)], budget);
    expect(repelling.stable).toBe(false);
    expect(repelling.reason).toMatch(/repels|barely holds/);
    const loose = meanFieldVariances([unit(0.1, 0.1, 0.1, 1)], budget);
    expect(loose.stable).toBe(false);
    expect(loose.reason).toContain('barely holds');
  });

  it('names a budget that is too small', () => {
    expect(() => meanFieldVariances([unit(1, 1, 1, 0)], {passes: 5})).toThrow(
      'passes: expected a multiple of 8, got 5',
    );
    expect(() => meanFieldVariances([unit(1, 1, 1, 0)], {samples: 100})).toThrow(
      'samples: expected at least 32768, got 100',
    );
  });
});
