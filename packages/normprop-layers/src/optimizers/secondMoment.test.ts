import {abs, scalar, tensor1d} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {clipHalfFloats} from './clipHalfFloats.js';
import {roots, squares} from './secondMoment.js';

// Float32 here stands for what it can hold beyond its own range: numbers whose squares it cannot.
const gradients = [1e-30, -1e30, 0, 3];

test('both ways keep the same v, and only the roots keep it where squares under- or overflow', async () => {
  const [small, large] = [tensor1d([0.5, -2, 0, 3]), tensor1d(gradients)];
  const after = (way: typeof roots, gradient: Tensor) => {
    let kept: Tensor = tensor1d([0, 0, 0, 0]);
    for (let i = 0; i < 3; i++) kept = way.next(kept, gradient, 0.999);
    return way.root(kept).data();
  };
  const want = [0.5, 2, 0, 3].map((g) => g * Math.sqrt(1 - 0.999 ** 3));
  for (const way of [roots, squares]) {
    (await after(way, small)).forEach((value, i) => expect(value).toBeCloseTo(want[i], 6));
  }
  (await after(roots, large)).forEach((value, i) => {
    const expected = Math.abs(gradients[i]) * Math.sqrt(1 - 0.999 ** 3);
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-5 * expected);
  });
  expect((await after(squares, large))[0]).toBe(0);
  expect((await after(squares, large))[1]).toBe(Infinity);
});

test('each way takes over what the other kept', async () => {
  const v = tensor1d([0, 4, 9]);
  expect(Array.from(await roots.from(v, 'v').data())).toEqual([0, 2, 3]);
  expect(Array.from(await squares.from(roots.from(v, 'v'), 'r').data())).toEqual([0, 4, 9]);
  expect(roots.from(v, 'r')).toBe(v);
  expect(squares.from(v, 'v')).toBe(v);
});

test('clipHalfFloats scales to the norm where squares leave the range', async () => {
  const {clipped, globalNorm} = clipHalfFloats([tensor1d([3e25, 0]), scalar(-4e25)], 2);
  expect((await globalNorm.data())[0] / 5e25).toBeCloseTo(1, 5);
  expect(Array.from(await abs(clipped[0]).data())).toEqual([expect.closeTo(1.2, 5), 0]);
  const tiny = clipHalfFloats([tensor1d([3e-25, 0]), scalar(-4e-25)], 2);
  expect((await tiny.globalNorm.data())[0] / 5e-25).toBeCloseTo(1, 5);
  expect((await tiny.clipped[0].data())[0] / 3e-25).toBeCloseTo(1, 6);
  const none = clipHalfFloats([tensor1d([0, 0])], 2);
  expect((await none.globalNorm.data())[0]).toBe(0);
});
