import '@tensorflow/tfjs-layers'; // tfjs's gradients
import {grad, memory, mul, scalar, sum, tensor1d} from '@tensorflow/tfjs-core';
import type {Tensor1D} from '@tensorflow/tfjs-core';
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

test('has its gradient, also through the norm', async () => {
  const gradient = grad((g) => sum(mul(clipByGlobalNorm([g as Tensor1D], 1).clipped[0], [1, 0])))(
    tensor1d([3, 4]),
  );
  // of g₀/‖g‖: (1/‖g‖)(1 − g₀²/‖g‖²) and −g₀ g₁/‖g‖³
  const values = await gradient.data();
  [0.128, -0.096].forEach((want, i) => expect(Math.abs(values[i] - want)).toBeLessThan(1e-5));
  const ofNorm = await grad((g) => clipByGlobalNorm([g as Tensor1D], 100).globalNorm)(
    tensor1d([3, 4]),
  ).data();
  [0.6, 0.8].forEach((want, i) => expect(Math.abs(ofNorm[i] - want)).toBeLessThan(1e-5));
});
