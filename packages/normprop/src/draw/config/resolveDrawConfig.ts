import type {RecurrentModel} from 'normprop-core';
import {checkFields} from '../../config/checkFields.js';
import {fillModelFields} from '../../config/fillModelFields.js';
import {requireSameConfig} from '../../config/resumeConfig.js';
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
const defaultEpochs = 10;

type ModelField = 'gammaX' | 'gammaH' | 'gammaC' | 'varianceMethod' | 'unitNorm';
const modelFields: readonly ModelField[] = ['gammaX', 'gammaH', 'gammaC', 'varianceMethod', 'unitNorm'];

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

/** The value of an option that was not given and is not the model's own. */
export function drawDefaultOf<K extends keyof DrawRunConfig>(name: K): DrawRunConfig[K] {
  return name === 'epochs' ? (defaultEpochs as DrawRunConfig[K]) : defaults[name];
}

/**
 * A complete config out of some of its fields: checks every one, fills in the defaults and the model's own.
 *
 * @throws {UserError} naming the field, what was expected and what came: an unknown field, a value of the wrong kind, both
 * `updates` and `epochs`, or an option that the model or the data do not have.
 */
export function resolveDrawConfig(given: Partial<DrawRunConfig>): DrawRunConfig {
  checkFields(given, drawOptions);
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const config: DrawRunConfig = {...defaults, ...set};
  if (config.updates !== null && config.epochs !== null)
    throw new UserError('updates and epochs: expected one of them, got both', 2);
  if (config.updates === null && config.epochs === null) config.epochs = defaultEpochs;
  if (config.data === 'mnist') config.binarize ??= 'each-epoch';
  else if (config.binarize !== null)
    throw new UserError(`binarize: the pixels of '${config.data}' are 0 and 1 already; leave it out`, 2);
  fillModelFields(config, modelFields, modelDefaults);
  return config;
}

/**
 * The config to go on with: the saved one, with a new budget if one is asked for.
 *
 * @throws {UserError} naming each field that differs and may not.
 */
export function resumeDrawConfig(
  saved: DrawRunConfig,
  given: Partial<DrawRunConfig>,
  folder: string,
): DrawRunConfig {
  requireSameConfig(saved, {...saved, ...given}, folder);
  const budget = given.updates != null ? {epochs: null} : given.epochs != null ? {updates: null} : {};
  return resolveDrawConfig({...saved, ...budget, ...given});
}
