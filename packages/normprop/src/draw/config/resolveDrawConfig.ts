import type {RecurrentModel} from 'normprop-core';
import type {ConfigRules} from '../../config/configRules.js';
import {resolveRunConfig} from '../../config/resolveRunConfig.js';
import {withFieldsOfSource} from '../../run/source/withFieldsOfSource.js';
import {UserError} from '../../userError.js';
import {drawOptions} from './drawOptions.js';
import type {DrawRunConfig} from './drawRunConfig.js';

const defaults: DrawRunConfig = {
  data: 'mnist',
  dataDir: null,
  binarize: null,
  model: 'normProp',
  units: 256,
  glimpses: 64,
  latentSize: 100,
  attention: true,
  readSize: 2,
  writeSize: 5,
  gammaX: null,
  gammaH: null,
  gammaC: null,
  forgetBias: 1,
  varianceMethod: null,
  unitNorm: null,
  initFrom: null,
  batch: 128,
  updates: null,
  epochs: null,
  learningRate: 1e-2,
  decay: 'inverseTime:1e-3',
  clipNorm: 10,
  backend: 'wasm',
  seed: 1,
  checkpointEvery: '60s',
  validateEvery: 0,
  validationImages: 0,
  logEvery: 10,
};

/** The budget of a run that names neither `updates` nor `epochs`. */
const budget = {epochs: 10};

type ModelField = 'gammaX' | 'gammaH' | 'gammaC' | 'varianceMethod' | 'unitNorm';

/**
 * The values that a model's own options take when none is given; a field that is missing does not exist for the model. Norm
 * Prop's gains of 0.5 are the paper's for DRAW (section 5.2); the others are as for text.
 */
const modelDefaults: Record<RecurrentModel, Partial<Pick<DrawRunConfig, ModelField>>> = {
  lstm: {},
  weightNorm: {gammaX: 1, gammaH: 1, unitNorm: true},
  normProp: {gammaX: 0.5, gammaH: 0.5, gammaC: 0.5, varianceMethod: 'meanField', unitNorm: true},
  layerNorm: {gammaX: 1, gammaH: 1, gammaC: 1},
  batchNorm: {gammaX: 0.1, gammaH: 0.1, gammaC: 0.1},
};

/**
 * A complete config out of some of its fields: checks every one, fills in the defaults and the model's own. With `initFrom` the
 * model's are read from that run's `config.json`.
 *
 * @throws {UserError} naming the field, what was expected and what came: an unknown field, a value of the wrong kind, both
 * `updates` and `epochs`, or an option that the model or the data do not have.
 */
export function resolveDrawConfig(given: Partial<DrawRunConfig>): DrawRunConfig {
  const set = withFieldsOfSource(given, drawRules);
  const config = resolveRunConfig(set, {options: drawOptions, defaults, budget, modelDefaults});
  if (config.data === 'mnist') config.binarize ??= 'each-epoch';
  else if (config.binarize !== null)
    throw new UserError(`binarize: the pixels of '${config.data}' are 0 and 1 already; leave it out`, 2);
  return config;
}

/** What the configs of DRAW runs follow. */
export const drawRules: ConfigRules<DrawRunConfig> = {
  kind: 'draw',
  options: drawOptions,
  modelDefaults,
  resolve: resolveDrawConfig,
  complete: (saved) => ({...defaults, ...saved}),
  fieldsOfWeights: () => drawOptions.filter(({group}) => group === 'Model').map(({name}) => name),
  usualOfSource: ['unitNorm'],
  defaultOf: (name) => ({...defaults, ...budget})[name as keyof DrawRunConfig],
};
