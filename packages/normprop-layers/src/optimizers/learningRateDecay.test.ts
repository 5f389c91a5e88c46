import {exponentialDecay, inverseTimeDecay, learningRateDecay} from './learningRateDecay.js';

describe('learningRateDecay', () => {
  test('inverse time: the rate halves after 1/k updates', () => {
    expect(inverseTimeDecay(2e-3, 1e-3, 0)).toBe(2e-3);
    expect(inverseTimeDecay(2e-3, 1e-3, 1000)).toBe(1e-3);
    expect(learningRateDecay(2e-3, {kind: 'inverseTime', rate: 1e-3}, 3000)).toBe(5e-4);
  });

  test('exponential: each update takes the share k', () => {
    expect(exponentialDecay(1, 0.5, 3)).toBe(0.125);
    expect(learningRateDecay(1, {kind: 'exponential', rate: 0.5}, 1)).toBe(0.5);
  });

  test('none', () => expect(learningRateDecay(0.1, null, 1e6)).toBe(0.1));

  test('errors', () => {
    const decay = (kind: string, rate: number) => () =>
      learningRateDecay(1, {kind: kind as 'exponential', rate}, 0);
    expect(decay('linear', 0.1)).toThrow("decay.kind: expected 'inverseTime' or 'exponential', got 'linear'");
    expect(decay('exponential', 1)).toThrow('decay.rate: expected a number in [0, 1), got 1');
    expect(decay('inverseTime', -1)).toThrow('decay.rate: expected a number in [0, Infinity), got -1');
  });
});
