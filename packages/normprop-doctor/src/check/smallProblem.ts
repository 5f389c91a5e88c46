import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {
  dispose,
  fill,
  matMul,
  square,
  sum,
  tensor1d,
  tensor2d,
  tensor3d,
  valueAndGrads,
} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {lstmSequence} from 'normprop-core';

/** Arrays of numbers by what they are. */
export type Results = Record<string, Float32Array>;

const [timeSteps, batch, inputSize, units] = [7, 3, 5, 6];

/** Numbers between −1 and 1, the same every time, on every machine. */
function numbers(count: number, seed: number): Float32Array {
  return Float32Array.from({length: count}, (_, i) => Math.sin(1.7 * (i + 1) * (seed + 1)));
}

/**
 * A product, and loss and gradients of two small LSTMs (the baseline and Norm Prop), on the current backend: what any
 * backend must agree about.
 */
export async function smallProblem(): Promise<Results> {
  const a = tensor2d(numbers(24 * 40, 1), [24, 40]);
  const b = tensor2d(numbers(40 * 56, 2), [40, 56]);
  const weights = {
    x: tensor3d(numbers(timeSteps * batch * inputSize, 3), [timeSteps, batch, inputSize]),
    kernel: tensor2d(numbers(inputSize * 4 * units, 4), [inputSize, 4 * units]),
    'recurrent kernel': tensor2d(numbers(units * 4 * units, 5), [units, 4 * units]),
    bias: tensor1d(numbers(4 * units, 6)),
  };
  const tensors: Record<string, Tensor> = {matMul: matMul(a, b)};
  for (const [name, outputs] of Object.entries({lstm, normProp})) {
    const loss = (...given: Tensor[]): Scalar => sum(square(outputs(...(given as Weights))));
    const {value, grads} = valueAndGrads(loss)(Object.values(weights));
    tensors[`${name}, loss`] = value;
    Object.keys(weights).forEach((weight, i) => (tensors[`${name}, gradient of ${weight}`] = grads[i]));
  }
  const results: Results = {};
  for (const [name, tensor] of Object.entries(tensors)) results[name] = (await tensor.data()) as Float32Array;
  dispose([a, b, ...Object.values(weights), ...Object.values(tensors)]);
  return results;
}

type Weights = [Tensor3D, Tensor2D, Tensor2D, Tensor1D];

const lstm = (...[x, kernel, recurrentKernel, bias]: Weights): Tensor3D =>
  lstmSequence(x, {kernel, recurrentKernel, bias}).outputs;

function normProp(...[x, kernel, recurrentKernel, bias]: Weights): Tensor3D {
  const gains = {
    gammaX: fill([4 * units], 2),
    gammaH: fill([4 * units], 2),
    gammaC: fill([units], 1),
  } as const;
  const options = {model: 'normProp', cellVariance: 0.45, hiddenVariance: 0.15} as const;
  const all = {kernel, recurrentKernel, bias, ...(gains as Record<keyof typeof gains, Tensor1D>)};
  return lstmSequence(x, all, options).outputs;
}
