import {clipToBand} from './clipToBand.js';

const curve = (...ys: number[]) => ys.map((y, x) => ({x, y}));

test('a curve inside the band is one piece, as it is', () => {
  expect(clipToBand(curve(1, 2, 3), [0, 4])).toEqual([curve(1, 2, 3)]);
});

test('a curve that leaves is cut where it crosses, and goes on where it comes back', () => {
  expect(clipToBand(curve(1, 1e9, 1), [0, 2])).toEqual([
    [
      {x: 0, y: 1},
      {x: expect.closeTo(1e-9, 12) as number, y: 2},
    ],
    [
      {x: expect.closeTo(2, 8) as number, y: 2},
      {x: 2, y: 1},
    ],
  ]);
  expect(clipToBand(curve(5, 1, -5), [0, 2])).toEqual([
    [
      {x: 0.75, y: 2},
      {x: 1, y: 1},
      {x: 1 + 1 / 6, y: 0},
    ],
  ]);
});

test('a segment that jumps over the band is a piece of its own; what stays outside is nothing', () => {
  expect(clipToBand(curve(-1, 3), [0, 2])).toEqual([
    [
      {x: 0.25, y: 0},
      {x: 0.75, y: 2},
    ],
  ]);
  expect(clipToBand(curve(5, 6, 7), [0, 2])).toEqual([]);
});

test('points that are no numbers separate pieces', () => {
  expect(clipToBand(curve(1, NaN, 1, Infinity, 2), [0, 2])).toEqual([
    [{x: 0, y: 1}],
    [{x: 2, y: 1}],
    [{x: 4, y: 2}],
  ]);
});
