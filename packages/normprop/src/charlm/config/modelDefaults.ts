import type {RecurrentModel} from 'normprop-core';
import {normPropDefaults, normPropPresets} from 'normprop-layers';
import type {CharlmConfig} from './charlmConfig.js';

/** The fields that only some models have. */
type ModelField =
  | 'preset'
  | 'gammaX'
  | 'gammaH'
  | 'gammaC'
  | 'cellPenalty'
  | 'cellTarget'
  | 'varianceMethod'
  | 'inputVariance'
  | 'unitNorm';

/**
 * The values that a model's own options take when none is given; a field that is missing does not exist for
 * the model, and giving it is an error. Norm Prop's are the layer's own (docs/recipe.md); the gains of Layer
 * Norm (1) and Batch Norm (0.1) are the paper's (section 5.1); for Weight Norm it names none and 1 is used.
 */
export const modelDefaults: Record<RecurrentModel, Partial<Pick<CharlmConfig, ModelField>>> = {
  lstm: {cellPenalty: 0, cellTarget: null, unitNorm: false},
  weightNorm: {gammaX: 1, gammaH: 1, cellPenalty: 0, cellTarget: null, unitNorm: true},
  // The layer's own but for γx, which the layer lets fall with the number of inputs: that is right for numbers that change
  // slowly and loses 0.02 bits on characters (Penn Treebank, 128 units, 400 updates: 1.880 with 0.5, 1.902 with 0.36).
  normProp: {
    preset: null,
    gammaX: 0.5,
    gammaH: normPropDefaults.gammaH,
    gammaC: normPropDefaults.gammaC,
    cellPenalty: 0.1, // for a loss in nats, as this one is; the layer's own default is none
    varianceMethod: normPropDefaults.varianceMethod,
    inputVariance: 1,
    unitNorm: true,
  },
  layerNorm: {gammaX: 1, gammaH: 1, gammaC: 1, unitNorm: false},
  batchNorm: {gammaX: 0.1, gammaH: 0.1, gammaC: 0.1, unitNorm: false},
};

const {gammaX, gammaH, gammaC, cellPenalty, varianceMethod} = normPropPresets.paper;

/** Norm Prop's with `--preset paper`. */
export const paperDefaults: typeof modelDefaults.normProp = {
  ...modelDefaults.normProp,
  ...{gammaX, gammaH, gammaC, cellPenalty, varianceMethod},
};
