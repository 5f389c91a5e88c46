import '@tensorflow/tfjs-backend-cpu';
import {
  cast,
  getBackend,
  oneHot,
  randomNormal,
  reshape,
  setBackend,
  tensor1d,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
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

it('reads tensors that were made on another backend, also where the memory must grow for them', async () => {
  const here = getBackend();
  await setBackend('cpu');
  const [rows, depth, classes] = [700, 900, 900]; // 2.5 MB and 3.2 MB
  const hidden = randomNormal([rows, depth], 0, 1, 'float32', 1) as Tensor2D;
  const kernel = randomNormal([depth, classes], 0, 0.01, 'float32', 2) as Tensor2D;
  const bias = zeros([classes]) as Tensor1D;
  const targets = zeros([rows], 'int32') as Tensor1D;
  const want = softmaxCrossEntropy(hidden, kernel, bias, targets).dataSync()[0];
  await setBackend(here);
  expect(softmaxCrossEntropy(hidden, kernel, bias, targets).dataSync()[0]).toBeCloseTo(want, 4);
});
