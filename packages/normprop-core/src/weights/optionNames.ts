import type {Names} from '../check/checkNames.js';
import type {LSTMModelOptions, LSTMWeights} from './lstmTypes.js';

// The options by name; the compiler holds each list complete.

export const modelOptionNames: Names<LSTMModelOptions> = {
  model: true,
  cellVariance: true,
  hiddenVariance: true,
  epsilon: true,
  perGate: true,
};

export const weightNames: Names<LSTMWeights> = {
  kernel: true,
  recurrentKernel: true,
  bias: true,
  gammaX: true,
  gammaH: true,
  gammaC: true,
  betaX: true,
  betaH: true,
  betaC: true,
};
