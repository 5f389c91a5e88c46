import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {add, grads, ones, sum, variable, zeros} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {kernelInfo} from 'normprop-kernels';
import {expectClose} from '../../test/golden.js';
import {batch, inputSize, random, state, units} from '../../test/smallCase.js';
import {lstmStep, prepareWeights, useKernels} from '../index.js';
import type {LSTMWeights} from '../index.js';
import {packedOnce} from './packedOnce.js';

const x = () => random([batch, inputSize], 4, 1) as Tensor2D;
const stepOf = (weights: LSTMWeights) => lstmStep(x(), state(), weights, {model: 'lstm'}).hidden;
const weightsOf = (seed: number): LSTMWeights => ({
  kernel: random([inputSize, 4 * units], seed) as Tensor2D,
  recurrentKernel: random([units, 4 * units], seed + 1) as Tensor2D,
  bias: random([4 * units], seed + 2) as Tensor1D,
});

afterEach(() => useKernels(true));

it('packs the weights of a loop of steps once, and anew when a variable has new values', () => {
  const values = {
    inputSize,
    units,
    kernel: new Float32Array(8 * units),
    recurrentKernel: new Float32Array(4 * units ** 2),
  };
  const kernel = variable(zeros([inputSize, 4 * units]));
  const recurrentKernel = zeros([units, 4 * units]);
  const packed = () => packedOnce({kernel, recurrentKernel}, values);
  const first = packed();
  expect(packed()).toBe(first);
  kernel.assign(ones([inputSize, 4 * units]));
  expect(packed()).not.toBe(first);
});

it('a variable that is assigned between two steps gives the new result', async () => {
  const {kernel, ...rest} = weightsOf(1);
  const weight = variable(kernel);
  const step = () => stepOf({...rest, kernel: weight as Tensor as Tensor2D}).data();
  await step();
  const other = weightsOf(50).kernel;
  weight.assign(other);
  expectClose(await step(), await stepOf({...rest, kernel: other}).data(), 0, 0, 'hidden');
});

it('holds no more memory for more steps', () => {
  const prepared = prepareWeights(weightsOf(1), {model: 'lstm'});
  const step = () => lstmStep(x(), state(), prepared);
  expect(useKernels(true).usedBytes).toBe(0);
  step();
  const one = kernelInfo().usedBytes;
  for (let i = 0; i < 5; i++) step();
  expect(kernelInfo().usedBytes).toBe(one);
  expect(one).toBeGreaterThan(0);
});

it('keeps few sets, and is right for more of them than it keeps, forwards and backwards', async () => {
  const sets = Array.from({length: 7}, (_, i) => weightsOf(10 * i));
  const run = () =>
    grads((...kernels: Tensor[]) =>
      sets
        .map((set, i) => sum(stepOf({...set, kernel: kernels[i] as Tensor2D})))
        .reduce((total, each) => add(total, each)),
    )(sets.map(({kernel}) => kernel));
  useKernels(true);
  const got = run();
  useKernels(false);
  const want = run();
  for (const [i, gradient] of got.entries())
    expectClose(await gradient.data(), await want[i].data(), 1e-4, 1e-6, `kernel ${i}`);
});

it('useKernels gives the memory back', () => {
  stepOf(weightsOf(1));
  expect(useKernels(true).usedBytes).toBe(0);
});
