import {
  cosineDecay,
  exponentialDecay,
  inverseTimeDecay,
  learningRateDecay,
  linearDecay,
} from './learningRateDecay.js';
import type {LearningRateDecay} from './learningRateDecay.js';

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

  test('linear: a straight line to the share that is left, and no further', () => {
    const rate = (updates: number) => linearDecay(4e-3, {to: 0.25, updates: 100}, updates);
    expect([0, 50, 100, 1000].map(rate)).toEqual([4e-3, 2.5e-3, 1e-3, 1e-3]);
    expect(learningRateDecay(1, {kind: 'linear', to: 0, updates: 8}, 6)).toBe(0.25);
  });

  test('cosine: slow, fast, slow', () => {
    const rate = (updates: number) => cosineDecay(2, {to: 0.5, updates: 60}, updates);
    [
      [0, 2],
      [20, 1.75],
      [30, 1.5],
      [60, 1],
      [999, 1],
    ].forEach(([updates, want]) => expect(rate(updates)).toBeCloseTo(want, 12));
    expect(learningRateDecay(1, {kind: 'cosine', to: 0, updates: 4}, 2)).toBeCloseTo(0.5, 12);
  });

  test('none', () => expect(learningRateDecay(0.1, null, 1e6)).toBe(0.1));

  test.each<[object, string]>([
    [
      {kind: 'step', rate: 0.1},
      "decay.kind: expected one of 'inverseTime', 'exponential', 'linear', 'cosine', got 'step'",
    ],
    [{kind: 'toString', rate: 0.1}, "got 'toString'"],
    [{kind: 'exponential', rate: 1}, 'decay.rate: expected a number in [0, 1), got 1'],
    [{kind: 'inverseTime', rate: -1}, 'decay.rate: expected a number in [0, Infinity), got -1'],
    [{kind: 'inverseTime', rate: '1'}, 'decay.rate: expected a number in [0, Infinity), got 1'],
    [{kind: 'linear', to: 2, updates: 9}, 'decay.to: expected a share of the learning rate in [0, 1], got 2'],
    [
      {kind: 'linear', updates: 9},
      'decay.to: expected a share of the learning rate in [0, 1], got undefined',
    ],
    [{kind: 'cosine', to: 0, updates: 2.5}, 'decay.updates: expected a positive integer, got 2.5'],
    [{kind: 'cosine', to: 0, updates: 0}, 'decay.updates: expected a positive integer, got 0'],
    [{kind: 'linear', rate: 0.1}, "decay: no field 'rate'; linear has to, updates"],
  ])('errors: %j', (decay, message) => {
    expect(() => learningRateDecay(1, decay as LearningRateDecay, 0)).toThrow(message);
  });
});
