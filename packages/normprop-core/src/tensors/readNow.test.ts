import {add, getBackend, randomNormal, tensor1d} from '@tensorflow/tfjs-core';
import {readNow} from '../index.js';

it('reads what is in this thread, and elsewhere says what to do', async () => {
  expect(Array.from(readNow(tensor1d([1, 2]), 'the test'))).toEqual([1, 2]);
  const large = randomNormal([2000], 0, 1, 'float32', 1);
  const computed = add(large, 1);
  if (getBackend() === 'webgpu') {
    expect(() => readNow(computed, 'the test')).toThrow(
      'the test: it needs values at once, and the webgpu backend gives those of its tensors only later',
    );
    await computed.data(); // tfjs keeps what it has read
  }
  const values = await large.data();
  expect(readNow(computed, 'the test')[7]).toBeCloseTo(values[7] + 1, 5);
});
