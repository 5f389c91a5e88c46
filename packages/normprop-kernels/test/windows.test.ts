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
  {batch: 1, size: 1, height: 1, width: 1, channels: 1},
  {batch: 2, size: 3, height: 5, width: 4, channels: 1},
  {batch: 32, size: 5, height: 28, width: 28, channels: 1},
  ...Array.from({length: 12}, (_, i) => ({batch: 2, size: 2, height: 3, width: 1 + i, channels: 1})),
  {batch: 3, size: 12, height: 7, width: 61, channels: 1},
  {batch: 2, size: 3, height: 4, width: 5, channels: 3},
  {batch: 3, size: 1, height: 2, width: 9, channels: 2},
];

const builds = [
  ['simd', undefined],
  ['relaxed-simd', WINDOWS_RELAXED_SIMD_DIFFERENCES],
] as const;

describe.each(builds)('%s', (build, differences) => {
  const kernels = simdWindows(compileBinary(() => bytesOf(WINDOWS_PLAIN_SIMD, differences), build)!);

  test.each(shapes)('%j: what the reference gives', (shape) => {
    const {batch, size, height, width, channels} = shape;
    const next = random(batch + size + height + width);
    const floats = (n: number) => randomFloats(next, batch * n, 1);
    const filters = {y: floats(size * height), x: floats(size * width)};
    const [images, canvas, gradient] = [1, 3, 1].map((by) =>
      floats(height * width * channels).map((v) => v * by),
    );
    const patches = [floats(size * size * channels), floats(size * size * channels)] as const;
    const same = (name: string, of: (kernels: WindowKernels) => object) => {
      const arrays = (value: object): Float32Array[] =>
        Object.values(value).flatMap((part: Float32Array | Float32Array[]) =>
          part instanceof Float32Array ? [part] : arrays(part),
        );
      const [got, expected] = [arrays(of(kernels)), arrays(of(referenceWindows))];
      expect(got).toHaveLength(expected.length);
      expected.forEach((values, i) => expectClose(`${name} ${i}`, got[i], values, {rtol: 2e-5, atol: 2e-5}));
    };
    same('read', (k) => k.read(shape, filters, images, canvas));
    const reading = referenceWindows.read(shape, filters, images, canvas);
    same('readBack', (k) => k.readBack(shape, filters, images, reading, patches, gradient));
    same('write', (k) => k.write(shape, filters, patches[0], canvas));
    const {rows} = referenceWindows.write(shape, filters, patches[0], canvas);
    same('writeBack', (k) => k.writeBack(shape, filters, patches[0], rows, gradient));
  });
});

test('one instance for all calls, on SIMD where there is SIMD', () => {
  expect(windowKernels()).toBe(windowKernels());
  expect(windowKernels()).not.toBe(referenceWindows);
});
