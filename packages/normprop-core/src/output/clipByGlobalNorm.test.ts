import {memory, scalar, tensor1d} from '@tensorflow/tfjs-core';
import {expectClose} from '../../test/golden.js';
import {clipByGlobalNorm} from '../index.js';

describe('clipByGlobalNorm', () => {
  it('scales all gradients by one factor when their common norm is too large', async () => {
    const before = memory().numTensors;
    const gradients = {a: tensor1d([3, 0]), b: tensor1d([4])};
    const {clipped, globalNorm} = clipByGlobalNorm(gradients, 1);
    expect(memory().numTensors - before).toBe(5);
    expectClose(await globalNorm.data(), [5], 1e-6, 0, 'norm');
    expectClose(await clipped.a.data(), [0.6, 0], 1e-6, 0, 'a');
    expectClose(await clipped.b.data(), [0.8], 1e-6, 0, 'b');
  });

  it('leaves small gradients as they are', async () => {
    const {clipped} = clipByGlobalNorm([tensor1d([0.3]), tensor1d([0.4])], 1);
    expectClose(await clipped[0].data(), [0.3], 1e-6, 0, 'gradient');
  });

  it('shows a gradient that is not finite', async () => {
    const {clipped, globalNorm} = clipByGlobalNorm([scalar(NaN), scalar(1)], 1);
    expect(await globalNorm.data()).toEqual(new Float32Array([NaN]));
    expect(await clipped[1].data()).toEqual(new Float32Array([NaN]));
  });

  it('wants a positive norm and at least one gradient', () => {
    expect(() => clipByGlobalNorm([scalar(1)], 0)).toThrow(
      'maxNorm: expected a number greater than 0, got 0',
    );
    expect(() => clipByGlobalNorm([], 1)).toThrow('gradients: expected at least one tensor, got none');
  });
});
