import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {cast, oneHot, sum, tensor1d, tensor2d, tensor3d} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import {expectClose} from '../../test/golden.js';
import {batch, inputSize, timeSteps, weightsOf} from '../../test/smallCase.js';
import {lstmSequence} from '../index.js';
import {realFloats} from './realFloats.js';

const ids = [1, 0, 1, 1, 0, 1, 1, 0, 1, 1, 0, 1];

it('x and mask may be casts of whole numbers, batch first', async () => {
  const run = async (x: Tensor3D, mask: number[], dtype: 'float32' | 'bool') => {
    const options = {mask: tensor2d(mask, [batch, timeSteps], dtype), batchMajor: true};
    return lstmSequence(x, weightsOf('lstm'), options).outputs.data();
  };
  const indices = tensor2d(ids, [batch, timeSteps], 'int32');
  const mask = ids.map((id, i) => (i % 4 === 3 ? 0 : 1));
  const whole = oneHot(indices, inputSize);
  const floats = (await whole.data()).slice();
  const got = await run(cast(whole, 'float32') as Tensor3D, mask, 'bool');
  const plain = tensor3d(Float32Array.from(floats), [batch, timeSteps, inputSize]);
  expectClose(got, await run(plain, mask, 'float32'), 1e-6, 1e-7, 'outputs');
  expect(got.some((value) => value !== 0)).toBe(true);
});

it('changes no value', async () => {
  const values = realFloats(tensor1d(ids, 'int32'));
  expect(values.dtype).toBe('float32');
  expect((await sum(values).data())[0]).toBe(8);
});
