import {fill, ones, randomNormal} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import type {LSTMSequenceOptions, LSTMWeights, RecurrentModel} from '../src/index.js';

// A case of every model, small enough for differences of its values.

export const [timeSteps, batch, inputSize, units] = [4, 3, 2, 5];
export const models: RecurrentModel[] = ['lstm', 'weightNorm', 'normProp', 'layerNorm', 'batchNorm'];

export function random(shape: number[], seed: number, deviation = 0.6): Tensor {
  return randomNormal(shape, 0, deviation, 'float32', seed);
}

export function weightsOf(model: RecurrentModel): LSTMWeights {
  const weights: LSTMWeights = {
    kernel: random([inputSize, 4 * units], 1) as Tensor2D,
    recurrentKernel: random([units, 4 * units], 2) as Tensor2D,
    bias: random([4 * units], 3) as Tensor1D,
  };
  if (model === 'lstm') return weights;
  weights.gammaX = ones([4 * units]);
  weights.gammaH = fill([4 * units], 0.8);
  if (model !== 'weightNorm') weights.gammaC = fill([units], 0.9);
  return weights;
}

export function optionsOf(model: RecurrentModel): LSTMSequenceOptions {
  return model === 'normProp' ? {model, cellVariance: 0.3, hiddenVariance: 0.12} : {model};
}

export const x = () => random([timeSteps, batch, inputSize], 4, 1) as Tensor3D;
export const state = (): [Tensor2D, Tensor2D] => [
  random([batch, units], 5) as Tensor2D,
  random([batch, units], 6) as Tensor2D,
];
