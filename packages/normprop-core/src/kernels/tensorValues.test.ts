import {cast, oneHot, reshape, tensor1d, tidy} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {batch, inputSize, random, timeSteps, weightsOf} from '../../test/smallCase.js';
import {lstmSequence, softmaxCrossEntropy} from '../index.js';
import {tensorValues} from './tensorValues.js';

const bits = () => tensor1d([1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1], 'bool');

it.each([
  ['float32', 'int32', '[object Float32Array]'],
  ['float32', 'bool', '[object Float32Array]'],
  ['int32', 'bool', '[object Int32Array]'],
] as const)('gives the array type of %s also after a cast from %s', (to, from, tag) => {
  const values = tensorValues(cast(cast(bits(), from), to));
  expect(Object.prototype.toString.call(values)).toBe(tag);
  expect([...values]).toEqual([1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1]);
});

it('lets inputs and masks be casts of integers', () => {
  tidy(() => {
    const ids = cast(bits(), 'int32');
    const run = (values: Tensor, mask: Tensor) => [
      ...lstmSequence(reshape(values, [timeSteps, batch, inputSize]), weightsOf('lstm'), {
        mask: reshape(mask, [timeSteps, batch]),
      }).outputs.dataSync(),
    ];
    const oneHots = oneHot(ids, inputSize); // int32
    const want = run(tensor1d([...oneHots.dataSync()]), tensor1d([...bits().dataSync()]));
    expect(run(cast(oneHots, 'float32'), bits())).toEqual(want);
    expect(want.some((value) => value !== 0)).toBe(true);
  });
});

it('lets hidden states and targets be casts of integers', () => {
  tidy(() => {
    const kernel = random([2, 3], 1) as Tensor2D;
    const bias = random([3], 2) as Tensor1D;
    const loss = (hidden: Tensor, targets: Tensor) =>
      softmaxCrossEntropy(reshape(hidden, [6, 2]), kernel, bias, targets as Tensor1D).dataSync()[0];
    const targets = [1, 0, 1, 1, 1, 1];
    const want = loss(tensor1d([...bits().dataSync()]), tensor1d(targets, 'int32'));
    expect(loss(cast(bits(), 'float32'), cast(tensor1d(targets, 'bool'), 'int32'))).toBe(want);
  });
});
