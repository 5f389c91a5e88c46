import {addN, grads, sum, tensor2d, zeros} from '@tensorflow/tfjs-core';
import type {Tensor2D} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // tfjs's gradients
import {expectClose, goldenFile, toTensor, type GoldenTensor} from '../../test/goldenFile.js';
import {filterArrays} from './filterArrays.js';
import {filterbank} from './filterbank.js';
import {attentionWindow, tilingWindow} from './windowNumbers.js';
import {writeGlimpse} from './writeGlimpse.js';

interface Golden extends Record<'numbers' | 'filterX' | 'filterY' | 'intensity', GoldenTensor> {
  size: number;
  height: number;
  width: number;
}

describe.each([1, 2, 5])('filters of a %ix grid against an independent program', (N) => {
  const golden = goldenFile<Golden>(`filterbank${N}`);

  test('in tfjs ops', async () => {
    const bank = filterbank(toTensor<Tensor2D>(golden.numbers), golden);
    for (const name of ['filterX', 'filterY', 'intensity'] as const) {
      await expectClose(bank[name], golden[name], {what: name});
    }
  });

  test('on arrays, in float64', () => {
    const bank = filterArrays(Float32Array.from(golden.numbers.values), 5, golden);
    const names = {x: 'filterX', y: 'filterY', intensity: 'intensity'} as const;
    for (const [name, values] of Object.entries(bank) as [keyof typeof bank, Float32Array][]) {
      // The five numbers are rounded to float32, and so is the result; what is between is not.
      values.forEach((value, i) => {
        const expected = golden[names[name]].values[i];
        expect(Math.abs(value - expected)).toBeLessThan(1e-6 * Math.abs(expected) + 1e-8);
      });
    }
  });
});

describe('filters that are partly or wholly outside the image', () => {
  const size = {size: 3, height: 6, width: 9};
  const outside = [
    [-3, 3, 0, 0, 0], // off the left and the lower edge
    [100, -100, -20, 0, 0], // far off, narrow: exp underflows for each pixel
    [0, 0, -100, 100, 100], // beyond the limits of all three logarithms
    [0, 0, 100, -100, -100],
    [0.13, 0.22, -20, 20, 20],
  ];
  const outsideNumbers = () => tensor2d(outside);

  test('stay finite, and each row still sums to 1', async () => {
    const numbers = outsideNumbers();
    const {filterX, filterY} = filterbank(numbers, size);
    const arrays = filterArrays(await numbers.data<'float32'>(), 5, size);
    for (const [tensor, array] of [
      [filterX, arrays.x],
      [filterY, arrays.y],
    ] as const) {
      for (const total of await sum(tensor, 2).data()) expect(Math.abs(total - 1)).toBeLessThan(1e-6);
      (await tensor.data()).forEach((value, i) => expect(Math.abs(value - array[i])).toBeLessThan(1e-5));
    }
  });

  test('have finite gradients', async () => {
    const [gradient] = grads((numbers) => {
      const {filterX, filterY, intensity} = filterbank(numbers as Tensor2D, size);
      return addN([sum(filterX), sum(filterY), sum(intensity)]);
    })([outsideNumbers()]);
    expect((await gradient.data()).every(Number.isFinite)).toBe(true);
  });

  test('put all weight on the nearest pixel', async () => {
    const {filterX, filterY} = filterbank(tensor2d([[100, -100, -2, -2, 0]]), size);
    expect(Array.from((await filterX.data()).slice(0, 9))).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect(Array.from((await filterY.data()).slice(0, 6))).toEqual([1, 0, 0, 0, 0, 0]);
  });
});

test('a window of zeros covers the image from its middle', () => {
  expect(attentionWindow([0, 0, 0, 0, 0], {size: 5, height: 20, width: 29})).toEqual({
    centreX: 15,
    centreY: 10.5,
    stride: 7,
    deviation: 1,
    intensity: 1,
  });
  expect(attentionWindow([1, -1, 0, 9, 0], {size: 1, height: 20, width: 29})).toMatchObject({
    centreX: 30,
    centreY: 0,
    stride: 0,
  });
});

test.each([1, 2, 5])('the tiling window of N x N filters, N = %i, is a tile apart, half a tile wide', (N) => {
  const size = {size: N, height: 20, width: 30};
  const {centreX, centreY, stride, deviation, intensity} = attentionWindow(tilingWindow(size), size);
  expect([centreX, centreY, intensity]).toEqual([15.5, 10.5, 1]);
  expect(stride).toBeCloseTo(N === 1 ? 0 : 30 / N, 10);
  expect(deviation).toBeCloseTo(15 / N, 10);
});

test('a patch of one value, written through the tiling window, appears with about that value', async () => {
  const size = {size: 5, height: 28, width: 28};
  const parameters = tensor2d([[...tilingWindow(size, 'write'), ...new Array<number>(25).fill(3)]]);
  const canvas = await writeGlimpse(zeros([1, 28, 28, 1]), parameters, size).data();
  const middle = canvas.filter((_, i) => [i % 28, Math.floor(i / 28)].every((at) => at > 4 && at < 23));
  expect(Math.abs(Math.min(...middle) - 3)).toBeLessThan(0.5);
  expect(Math.abs(Math.max(...middle) - 3)).toBeLessThan(0.5);
});

test('a wrong shape says so', () => {
  expect(() => filterbank(tensor2d([[1, 2, 3, 4]]), {size: 2, height: 3, width: 3})).toThrow(
    'numbers: expected shape [any,5], got [1,4]',
  );
});
