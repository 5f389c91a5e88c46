import {WINDOWS_PLAIN_SIMD, WINDOWS_RELAXED_SIMD_DIFFERENCES} from '../src/generated/windowBinaries.js';
import {bytesOf} from '../src/module/bytesOf.js';
import {compileBinary} from '../src/module/compileBinary.js';
import {windowKernels} from '../src/windows/index.js';
import type {WindowKernels, WindowShape} from '../src/windows/index.js';
import {referenceWindows} from '../src/windows/referenceWindows.js';
import {simdWindows} from '../src/windows/simdWindows.js';
import {expectClose} from './expectClose.js';
import {random, randomFloats} from './random.js';

const shapes: WindowShape[] = [
  {batch: 1, size: 1, height: 1, line: 1},
  {batch: 2, size: 3, height: 5, line: 4},
  {batch: 32, size: 5, height: 28, line: 28},
  ...Array.from({length: 12}, (_, i) => ({batch: 2, size: 2, height: 3, line: 1 + i})),
  {batch: 3, size: 12, height: 7, line: 61},
];

const builds = [
  ['simd', undefined],
  ['relaxed-simd', WINDOWS_RELAXED_SIMD_DIFFERENCES],
] as const;

describe.each(builds)('%s', (build, differences) => {
  const kernels = simdWindows(compileBinary(() => bytesOf(WINDOWS_PLAIN_SIMD, differences), build)!);

  test.each(shapes)('%j: what the reference gives', (shape) => {
    const {batch, size, height, line} = shape;
    const next = random(batch + size + height + line);
    const floats = (n: number) => randomFloats(next, n, 1);
    const [filters, rows, more] = [height, line, line].map((n) => floats(batch * size * n));
    const [images, canvas, gradient] = [1, 3, 1].map((by) =>
      floats(batch * height * line).map((v) => v * by),
    );
    const same = (name: string, of: (kernels: WindowKernels) => Record<string, Float32Array>) => {
      const got = of(kernels);
      for (const [part, values] of Object.entries(of(referenceWindows)))
        expectClose(`${name} ${part}`, got[part], values, {rtol: 1e-5, atol: 1e-5});
    };
    same('look', (k) => ({...k.look(shape, filters, images, canvas)}));
    const {errors} = referenceWindows.look(shape, filters, images, canvas);
    const gradients = {ofImages: rows, ofErrors: more, canvas: gradient};
    same('lookBack', (k) => k.lookBack(shape, filters, images, errors, gradients));
    same('paint', (k) => ({canvas: k.paint(shape, filters, rows, canvas)}));
    same('paintBack', (k) => k.paintBack(shape, filters, rows, gradient));
  });
});

test('one instance for all calls, on SIMD where there is SIMD', () => {
  expect(windowKernels()).toBe(windowKernels());
  expect(windowKernels()).not.toBe(referenceWindows);
});
