import {concat, grads, mul, sum, tensor, tensor2d, tensor4d} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor4D} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // tfjs's gradients
import {normals} from '../random/normals.js';
import {arrayOps} from './arrayOps.js';
import {attentionFor} from './attentionFor.js';
import type {AttentionOps} from './attentionOps.js';
import {readGlimpse} from './readGlimpse.js';
import {referenceOps} from './referenceOps.js';
import {writeGlimpse} from './writeGlimpse.js';

// On arrays values are needed at once, which webgpu does not give: it has the ops alone.
const hasArrays = process.env.TFJS_BACKEND !== 'webgpu';

const random = (shape: number[], seed: number, scale = 1) =>
  tensor(
    normals(
      shape.reduce((a, b) => a * b),
      seed,
    ).map((value) => value * scale),
    shape,
  );

interface Setting {
  size: number;
  shape: [number, number, number, number];
  scale: number;
}
const settings: Setting[] = [
  {size: 1, shape: [2, 4, 6, 1], scale: 0.5},
  {size: 2, shape: [3, 7, 5, 3], scale: 0.5},
  {size: 5, shape: [2, 28, 28, 1], scale: 0.5},
  {size: 3, shape: [4, 6, 6, 2], scale: 3}, // windows that are far too large, too small or outside
  {size: 2, shape: [1, 1, 1, 1], scale: 0.5},
];

/** Results of reading and writing, and the gradients of Σ result ⊙ weights in everything that has one. */
function everything(ops: AttentionOps, {size, shape, scale}: Setting): Record<string, Tensor> {
  const [batch, , , channels] = shape;
  const images = random(shape, 1) as Tensor4D;
  const canvas = random(shape, 2) as Tensor4D;
  const numbers = random([batch, 5], 3, scale) as Tensor2D;
  const patch = random([batch, size * size * channels], 4);
  const parameters = concat([numbers, patch], 1) as Tensor2D;
  const glimpse = ops.read(images, canvas, numbers, size);
  const [readCanvas, readNumbers] = grads((canvas, numbers) =>
    sum(mul(ops.read(images, canvas as Tensor4D, numbers as Tensor2D, size), random(glimpse.shape, 5))),
  )([canvas, numbers]);
  const written = ops.write(canvas, parameters, size);
  const [writeCanvas, writeParameters] = grads((canvas, parameters) =>
    sum(mul(ops.write(canvas as Tensor4D, parameters as Tensor2D, size), random(shape, 6))),
  )([canvas, parameters]);
  return {glimpse, readCanvas, readNumbers, written, writeCanvas, writeParameters};
}

if (hasArrays) {
  test.each(settings)('on arrays as in tfjs ops, with every gradient: %j', async (setting) => {
    const [fast, reference] = [everything(arrayOps, setting), everything(referenceOps, setting)];
    for (const [name, expected] of Object.entries(reference)) {
      expect([name, ...fast[name].shape]).toEqual([name, ...expected.shape]);
      const values = await expected.data<'float32'>();
      const largest = values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      const error = (await fast[name].data<'float32'>()).reduce(
        (a, b, i) => Math.max(a, Math.abs(b - values[i])),
        0,
      );
      // Float32 in the reference: its sums of products lose digits relative to the largest value.
      expect({name, isClose: error <= 3e-5 * largest + 1e-6}).toEqual({name, isClose: true});
      expect(values.every(Number.isFinite)).toBe(true);
    }
  });
}

describe.each([...(hasArrays ? [['arrays', arrayOps] as const] : []), ['tfjs ops', referenceOps] as const])(
  'on %s',
  (_, ops) => {
    test('gradients are the slopes', async () => {
      const setting = {size: 3, shape: [2, 6, 5, 2] as [number, number, number, number]};
      const images = random(setting.shape, 1) as Tensor4D;
      const canvas = random(setting.shape, 2) as Tensor4D;
      const numbers = random([2, 5], 3, 0.4) as Tensor2D;
      const parameters = concat([numbers, random([2, 18], 4)], 1) as Tensor2D;
      const readOf = (canvas: Tensor, numbers: Tensor) =>
        ops.read(images, canvas as Tensor4D, numbers as Tensor2D, 3);
      const writeOf = (canvas: Tensor, parameters: Tensor) =>
        ops.write(canvas as Tensor4D, parameters as Tensor2D, 3);
      for (const [f, inputs] of [
        [readOf, [canvas, numbers]],
        [writeOf, [canvas, parameters]],
      ] as const) {
        const weights = random(f(...(inputs as [Tensor, Tensor])).shape, 7);
        const loss = (a: Tensor, b: Tensor) => sum(mul(f(a, b), weights));
        const gradients = grads(loss)([...inputs]);
        for (const [which, input] of inputs.entries()) {
          // Along a random direction, central difference with a step of 1e-2: its error is about 1e-4 of the slope.
          const direction = random(input.shape, 8 + which);
          const at = async (step: number) => {
            const shifted = tensor(await shift(input, direction, step), input.shape);
            const moved = inputs.map((other, i) => (i === which ? shifted : other));
            return (await loss(moved[0], moved[1]).data())[0];
          };
          const slope = ((await at(1e-2)) - (await at(-1e-2))) / 2e-2;
          const expected = (await sum(mul(gradients[which], direction)).data())[0];
          expect(Math.abs(slope - expected)).toBeLessThan(5e-3 * Math.abs(expected) + 2e-2);
        }
      }
    });

    test('NaN in gives NaN out', async () => {
      const images = random([1, 3, 3, 1], 1) as Tensor4D;
      const glimpse = ops.read(images, images, tensor2d([[0, NaN, 0, 0, 0]]), 2);
      expect((await glimpse.data()).every(Number.isNaN)).toBe(true);
    });
  },
);

async function shift(from: Tensor, direction: Tensor, step: number): Promise<Float32Array> {
  const along = await direction.data();
  return Float32Array.from(await from.data(), (value, i) => value + step * along[i]);
}

test('backends without arrays of their own have the reference', () => {
  expect(attentionFor('webgl')).toBe(referenceOps);
  expect(attentionFor('tensorflow')).toBe(referenceOps);
  expect(attentionFor('webgpu')).toBe(referenceOps);
  expect(attentionFor('wasm')).toBe(arrayOps);
});

test('without attention the window is the image', async () => {
  const images = tensor4d([1, 0, 0.5, 1], [1, 2, 2, 1]);
  const canvas = tensor4d([0, 0, 0, 0], [1, 2, 2, 1]);
  expect(Array.from(await readGlimpse(images, canvas).data())).toEqual([1, 0, 0.5, 1, 0.5, -0.5, 0, 0.5]);
  const written = writeGlimpse(images, tensor2d([[1, 2, 3, 4]]));
  expect(Array.from(await written.data())).toEqual([2, 2, 3.5, 5]);
  expect(written.shape).toEqual([1, 2, 2, 1]);
});

test('wrong shapes say so', () => {
  const images = random([2, 4, 4, 1], 1) as Tensor4D;
  const small = random([2, 3, 4, 1], 1) as Tensor4D;
  const numbers = random([2, 5], 1) as Tensor2D;
  expect(() => readGlimpse(images, small)).toThrow('canvas: expected shape [2,4,4,1], got [2,3,4,1]');
  expect(() => readGlimpse(images, images, {numbers: random([1, 5], 1) as Tensor2D, size: 2})).toThrow(
    'numbers: expected shape [2,5], got [1,5]',
  );
  expect(() => readGlimpse(images, images, {numbers, size: 0})).toThrow(
    'size: expected an integer of at least 1',
  );
  expect(() => writeGlimpse(images, numbers, {size: 2})).toThrow(
    'parameters: expected shape [2,9], got [2,5]',
  );
  expect(() => writeGlimpse(images, numbers)).toThrow('parameters: expected shape [2,16], got [2,5]');
});
