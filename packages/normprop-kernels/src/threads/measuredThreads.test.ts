import {measuredThreads} from './measuredThreads.js';
import type {ThreadChoice} from './threadChoice.js';

const WORK = 1e8;

/** Runs so many calls of work on a machine where a call takes `ms(threads)`; the numbers of threads that were picked. */
function calls(choice: ThreadChoice, count: number, ms: (threads: number) => number, work = WORK): number[] {
  return Array.from({length: count}, () => {
    const threads = choice.pick('forward', work);
    choice.tell('forward', work, threads, ms(threads));
    return threads;
  });
}

const share = (picked: number[], threads: number) =>
  picked.filter((each) => each === threads).length / picked.length;

test('two threads are taken where they are faster, and one where they are not', () => {
  const idle = measuredThreads(2);
  calls(idle, 10, (threads) => 10 / threads);
  expect(
    share(
      calls(idle, 500, (threads) => 10 / threads),
      2,
    ),
  ).toBeGreaterThan(0.98);
  const busy = measuredThreads(2);
  const slower = (threads: number) => 10 * threads;
  calls(busy, 10, slower);
  expect(share(calls(busy, 500, slower), 1)).toBeGreaterThan(0.98);
});

test('what is lost on a busy machine is at most 3 % of the time', () => {
  const choice = measuredThreads(2);
  const twice = (threads: number) => 10 * threads;
  calls(choice, 20, twice);
  const took = calls(choice, 1000, twice).reduce((sum, threads) => sum + twice(threads), 0);
  expect(took / 10_000).toBeLessThanOrEqual(1.03);
});

test('a core that becomes busy is noticed within a few calls, and one that becomes free within some hundred', () => {
  const choice = measuredThreads(2);
  const idle = (threads: number) => 10 / threads;
  const busy = (threads: number) => 10 * threads;
  calls(choice, 50, idle);
  calls(choice, 4, busy);
  expect(share(calls(choice, 90, busy), 1)).toBeGreaterThan(0.95);
  calls(choice, 300, idle);
  expect(share(calls(choice, 90, idle), 2)).toBeGreaterThan(0.95);
});

test('times that were taken at a bad moment are taken again soon', () => {
  const choice = measuredThreads(2);
  const busy = (threads: number) => (threads === 1 ? 10 : 11);
  calls(choice, 12, (threads) => (threads === 1 ? 12 : 11));
  expect(share(calls(choice, 1, busy), 2)).toBe(1);
  calls(choice, 30, busy);
  expect(share(calls(choice, 100, busy), 1)).toBeGreaterThan(0.85);
});

test('two threads that are seldom tried are taken as soon as they are seen to be faster', () => {
  const choice = measuredThreads(2);
  calls(choice, 50, (threads) => 10 * threads);
  const picked = calls(choice, 110, (threads) => 10 / threads);
  expect(share(picked.slice(-5), 2)).toBe(1);
});

test('two calls that stall change nothing, and after a long time with one thread all come back within some calls', () => {
  const choice = measuredThreads(8);
  const idle = (threads: number) => 10 / threads;
  calls(choice, 50, idle);
  calls(choice, 2, (threads) => (threads === 8 ? 300 : idle(threads)));
  expect(share(calls(choice, 400, idle), 8)).toBeGreaterThan(0.98);
  calls(choice, 3000, (threads) => 10 * threads);
  const picked = calls(choice, 300, idle);
  expect(share(picked.slice(-100), 8)).toBeGreaterThan(0.97);
});

test('a number that is never measured, because fewer slices exist or it fails, is not picked again and again', () => {
  const choice = measuredThreads(8);
  const picked = Array.from({length: 1000}, () => {
    const threads = choice.pick('forward', WORK);
    if (threads <= 2) choice.tell('forward', WORK, threads, 10 * threads);
    return threads;
  });
  expect(share(picked.slice(50), 1)).toBeGreaterThan(0.98);
});

test.each([
  ['all', 16, (threads: number) => 10 / threads],
  ['four', 6, (threads: number) => (threads === 4 ? 3 : 10 / Math.min(threads, 3))],
])('of many threads the fastest number is taken (%s), and looking at the others costs 1 %', (_, most, ms) => {
  const choice = measuredThreads(most);
  calls(choice, 50, ms);
  const took = calls(choice, 5000, ms).reduce((sum, threads) => sum + ms(threads), 0);
  expect(took / (5000 * ms(most === 6 ? 4 : most))).toBeLessThan(1.015);
});

test('each kind of work and each size is measured by itself; small work has one thread', () => {
  const choice = measuredThreads(2);
  calls(choice, 20, (threads) => 10 / threads, 1e9);
  calls(choice, 20, (threads) => 10 * threads, 1e8);
  expect(choice.pick('forward', 1e9)).toBe(2);
  expect(choice.pick('forward', 1e8)).toBe(1);
  expect(new Set(calls(choice, 200, (threads) => 10 / threads, 1e6))).toEqual(new Set([1]));
});
