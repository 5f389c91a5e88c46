import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {add, fill, grads, greater, mul, ones, randomUniform, square, sum} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {expectClose} from '../../test/golden.js';
import {models, random} from '../../test/smallCase.js';
import {lstmSequence, useKernels} from '../index.js';
import type {LSTMSequenceOptions, LSTMWeights} from '../index.js';

/** Sizes that are multiples of no tile, and larger than one: of 32 rows and 16 units in the shaders. */
const [T, B, D, H] = [3, 37, 5, 21];
const bits = (shape: number[], seed: number, share: number) =>
  greater(randomUniform(shape, 0, 1, 'float32', seed), 1 - share);

afterEach(() => {
  useKernels(true);
});

it.each(models)('%s: kernels and tfjs ops give the same within 1e-4, all options on', async (model) => {
  const x = random([T, B, D], 1, 1) as Tensor3D;
  const weights: {[name: string]: Tensor} = {
    kernel: random([D, 4 * H], 2),
    recurrentKernel: random([H, 4 * H], 3, 0.2),
    bias: random([4 * H], 4),
    ...(model !== 'lstm' && {gammaX: fill([4 * H], 1.2), gammaH: fill([4 * H], 0.8)}),
    ...(!['lstm', 'weightNorm'].includes(model) && {gammaC: fill([H], 0.9)}),
  };
  const options: LSTMSequenceOptions = {
    model,
    mask: bits([T, B], 5, 0.8) as Tensor2D,
    recurrentDropoutMask: mul(bits([B, H], 6, 0.5), 2) as Tensor2D,
    candidateDropoutMask: mul(bits([T, B, H], 7, 0.5), 2) as Tensor3D,
    zoneoutCell: bits([T, B, H], 8, 0.2) as Tensor3D,
    zoneoutHidden: 0.1,
    ...(model === 'normProp' && {cellVariance: mul(ones([H]), 0.3) as Tensor1D, hiddenVariance: 0.2}),
  };
  const trained = {x, h0: random([B, H], 9), c0: random([B, H], 10), ...weights};
  const names = Object.keys(trained);
  const loss = (...values: Tensor[]) => {
    const given = Object.fromEntries(names.map((name, i) => [name, values[i]]));
    const {x, h0, c0, ...rest} = given;
    const {outputs, hidden, cell} = lstmSequence(x as Tensor3D, rest as unknown as LSTMWeights, {
      ...options,
      initialState: [h0 as Tensor2D, c0 as Tensor2D],
    });
    const weighted = sum(mul(outputs, random([T, B, H], 11)));
    return add(weighted, add(sum(square(cell)), sum(mul(hidden, random([B, H], 12)))));
  };
  const run = async (on: boolean) => {
    useKernels(on);
    const inputs = Object.values(trained);
    const results = [loss(...inputs), ...grads(loss)(inputs)];
    return Promise.all(results.map((result) => result.data<'float32'>()));
  };
  const [kernels, ops] = [await run(true), await run(false)];
  for (const [i, name] of ['loss', ...names].entries()) {
    // 1e-4 of the largest value: float32 sums of up to 111 rows, in another order.
    const largest = ops[i].reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeGreaterThan(1e-3);
    expectClose(kernels[i], ops[i], 0, 1e-4 * largest, name);
  }
});
