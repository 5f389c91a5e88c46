import type {RecurrentModel} from 'normprop-core';
import type {CharlmConfig} from './charlmConfig.js';

/** The fields that only some models have. */
export type ModelField = 'gammaX' | 'gammaH' | 'gammaC' | 'varianceMethod' | 'inputVariance' | 'unitNorm';

/**
 * The values that a model's own options take when none is given; a field that is missing does not exist for
 * the model, and giving it is an error. The gains are the paper's (section 5.1): Norm Prop 2, 2, 1; Layer Norm
 * 1; Batch Norm 0.1; for Weight Norm it names none and 1 is used.
 */
export const modelDefaults: Record<RecurrentModel, Partial<Pick<CharlmConfig, ModelField>>> = {
  lstm: {},
  weightNorm: {gammaX: 1, gammaH: 1, unitNorm: true},
  normProp: {gammaX: 2, gammaH: 2, gammaC: 1, varianceMethod: 'meanField', inputVariance: 1, unitNorm: true},
  layerNorm: {gammaX: 1, gammaH: 1, gammaC: 1},
  batchNorm: {gammaX: 0.1, gammaH: 0.1, gammaC: 0.1},
};

/** All fields that only some models have. */
export const modelFields: readonly ModelField[] = [
  'gammaX',
  'gammaH',
  'gammaC',
  'varianceMethod',
  'inputVariance',
  'unitNorm',
];
