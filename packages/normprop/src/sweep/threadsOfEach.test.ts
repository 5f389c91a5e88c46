import {availableParallelism} from 'node:os';
import {threadsOfEach} from './threadsOfEach.js';

jest.mock('node:os', () => ({
  ...jest.requireActual<object>('node:os'),
  availableParallelism: jest.fn(() => 8),
}));

test('runs at a time share the cores, one alone measures, and what is asked for is taken', () => {
  expect(availableParallelism()).toBe(8);
  expect([2, 3, 8, 20].map((jobs) => threadsOfEach(jobs))).toEqual([4, 2, 1, 1]);
  expect(threadsOfEach(1)).toBe('auto');
  expect(threadsOfEach(4, 3)).toBe(3);
});
