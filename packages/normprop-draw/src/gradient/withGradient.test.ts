import {grad, memory, mul, square, sum, tensor1d, tensor2d, tidy} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers'; // tfjs's gradients
import {sampleLatent} from '../latent/sampleLatent.js';
import {linear, prepareLinear} from '../model/linear.js';
import {withGradient} from './withGradient.js';

const square2 = (x: Tensor) =>
  withGradient(
    'square2',
    [x],
    () => square(x),
    (dy) => [mul(mul(2, dy), x)],
  );

test('has the gradient that it was given, and leaves no tensor over', async () => {
  const x = tensor1d([1, -2, 3]);
  const before = memory().numTensors;
  const slope = tidy(() => grad((v: Tensor) => sum(square2(v)))(x));
  expect(memory().numTensors).toBe(before + 1);
  expect([...(await slope.data())]).toEqual([2, -4, 6]);
});

const kernel = () => tensor2d([[1, 2]]);
test.each<[string, (x: Tensor) => Tensor]>([
  ['square2', square2],
  ['linear', (x) => linear(x as Tensor2D, prepareLinear(kernel(), tensor1d([0, 0])))],
  ['sampleLatent', (x) => sampleLatent(x as Tensor2D, tensor2d([[0.5]]))],
])('%s: a second derivative is an error, not left out', (name, f) => {
  const x = name === 'sampleLatent' ? tensor2d([[0.1, 0.2]]) : tensor2d([[0.3]]);
  const penalty = (v: Tensor) => sum(square(grad((u: Tensor) => sum(square(f(u))))(v)));
  expect(() => grad(penalty)(x)).toThrow(`${name}: it has no second derivative`);
});
