import {checkNames} from '../check/checkNames.js';
import {checkShape} from '../tensors/checkShape.js';
import {weightNames} from './optionNames.js';
import type {LSTMModelOptions, LSTMWeights} from './lstmTypes.js';

/** The gains that each model has. */
const gainsOf = {
  lstm: [],
  weightNorm: ['gammaX', 'gammaH'],
  normProp: ['gammaX', 'gammaH', 'gammaC'],
  layerNorm: ['gammaX', 'gammaH', 'gammaC'],
  batchNorm: ['gammaX', 'gammaH', 'gammaC'],
} as const;

/** Throws unless the weights are those of the model, in shapes that fit, and the options belong to it. */
export function checkWeights(weights: LSTMWeights, options: LSTMModelOptions): void {
  const {model = 'lstm', cellVariance, hiddenVariance, epsilon = 1e-5, perGate} = options;
  checkNames('weights', weights, weightNames);
  if (!Object.hasOwn(gainsOf, model)) {
    throw new Error(`model: expected one of ${Object.keys(gainsOf).join(', ')}, got '${String(model)}'`);
  }
  checkShape('recurrentKernel', weights.recurrentKernel, [null, null]);
  const units = weights.recurrentKernel.shape[0];
  checkShape('recurrentKernel', weights.recurrentKernel, [units, 4 * units]);
  checkShape('kernel', weights.kernel, [null, 4 * units]);
  if (weights.bias !== undefined) checkShape('bias', weights.bias, [4 * units]);

  const normalises = model === 'layerNorm' || model === 'batchNorm';
  const gains: readonly string[] = gainsOf[model];
  for (const name of ['gammaX', 'gammaH', 'gammaC', 'betaX', 'betaH', 'betaC'] as const) {
    const given = weights[name];
    if (given === undefined) {
      if (gains.includes(name)) throw new Error(`${name}: the model '${model}' needs it, got undefined`);
      continue;
    }
    if (name.startsWith('gamma') ? !gains.includes(name) : !normalises) {
      throw new Error(`${name}: the model '${model}' has no such weight`);
    }
    const scalarAllowed = name === 'gammaC' && given.shape.length === 1 && given.shape[0] === 1;
    if (!scalarAllowed) checkShape(name, given, [name.endsWith('C') ? units : 4 * units]);
  }
  for (const [name, variance] of Object.entries({cellVariance, hiddenVariance})) {
    if (model !== 'normProp') {
      if (variance !== undefined)
        throw new Error(`${name}: only the model 'normProp' has it, not '${model}'`);
    } else if (typeof variance === 'number') {
      if (!(variance > 0 && variance < Infinity)) {
        throw new Error(`${name}: expected a finite number greater than 0, got ${variance}`);
      }
    } else if (variance === undefined) {
      throw new Error(`${name}: the model 'normProp' needs it; see normPropVariances`);
    } else {
      checkShape(name, variance, [units]);
    }
  }
  if (perGate && model !== 'layerNorm')
    throw new Error(`perGate: only the model 'layerNorm' has it, not '${model}'`);
  if (!(epsilon >= 0)) throw new Error(`epsilon: expected a number of at least 0, got ${epsilon}`);
}
