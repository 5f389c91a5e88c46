import {largestDifference} from './largestDifference.js';

const of = (...values: number[]) => Float32Array.from(values);

test('is relative to the largest value, and to 1 for small ones', () => {
  expect(largestDifference({a: of(100, 0)}, {a: of(99, 0)})).toEqual({where: 'a', amount: 0.01});
  expect(largestDifference({a: of(0.5)}, {a: of(0.25)}).amount).toBe(0.25);
  expect(largestDifference({a: of(1), b: of(2)}, {a: of(1), b: of(1)}).where).toBe('b');
});

test.each([
  ['not a number', {a: of(NaN)}],
  ['too short', {a: of()}],
  ['missing', {}],
])('a result that is %s is infinitely wrong', (_, got) => {
  expect(largestDifference({a: of(1)}, got).amount).toBe(Infinity);
});
