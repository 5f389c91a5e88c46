import {requireFiniteGradient, requireFiniteWeights} from './notFinite.js';

const standing = {config: {learningRate: 0.002, clipNorm: 1, gammaH: 2}, update: 37, savedUpdate: 30};
const advice =
  '\nTry a smaller --learning-rate (now 0.002), a smaller --clip-norm (now 1), a smaller --gamma-h (now 2), ' +
  'in a new run folder.\nThe checkpoint of update 30 is good and stays.';

test.each([
  [{loss: NaN, gradientNorm: NaN}, 'the loss is NaN'],
  [{loss: 2, gradientNorm: Infinity}, "the gradient's norm is Infinity"],
])('%p stops training with advice', (measured, what) => {
  expect(() => requireFiniteGradient(measured, standing)).toThrow(
    `Update 37: ${what}, so training stops.${advice}`,
  );
});

test('so does a weight', () => {
  const weight = {name: 'kernel', shape: [2], values: Float32Array.of(1, NaN)};
  expect(() => requireFiniteWeights([weight], standing)).toThrow(
    `Update 37: the weight 'kernel' has become NaN, so training stops.${advice}`,
  );
});

test('finite numbers pass', () => {
  requireFiniteGradient({loss: 2, gradientNorm: 1e30}, standing);
  requireFiniteWeights([{name: 'kernel', shape: [2], values: Float32Array.of(1, -3e38)}], standing);
});
