import {UserError} from '../userError.js';
import type {CharlmConfig} from './charlmConfig.js';
import {charlmOptions} from './charlmOptions.js';
import {checkFields} from './checkFields.js';
import {fillModelFields} from './fillModelFields.js';
import {modelDefaults, modelFields} from './modelDefaults.js';

const defaults: CharlmConfig = {
  data: 'moby-dick',
  dataDir: null,
  unknownSymbol: null,
  model: 'normProp',
  units: 128,
  length: 50,
  batch: 32,
  updates: null,
  epochs: null,
  learningRate: 2e-3,
  decay: 'none',
  clipNorm: 1,
  gammaX: null,
  gammaH: null,
  gammaC: null,
  forgetBias: 1,
  varianceMethod: null,
  inputVariance: null,
  unitNorm: null,
  dropout: 0,
  outputDropout: 0,
  candidateDropout: 0,
  recurrentDropout: 0,
  zoneoutCell: 0,
  zoneoutHidden: 0,
  inputScale: 'sqrt',
  batchDataNormalization: false,
  learnInitialState: false,
  backend: 'wasm',
  seed: 1,
  checkpointEvery: '60s',
  validateEvery: 200,
  validationCharacters: 20000,
  logEvery: 10,
};

/** The budget of a run that names neither `updates` nor `epochs`. */
const defaultUpdates = 1000;

/** The value of an option that was not given and is not the model's own. */
export function defaultOf<K extends keyof CharlmConfig>(name: K): CharlmConfig[K] {
  return name === 'updates' ? (defaultUpdates as CharlmConfig[K]) : defaults[name];
}

/**
 * A complete config out of some of its fields: checks every one, fills in the defaults and the model's own.
 *
 * @throws {UserError} naming the field, what was expected and what came: an unknown field, a value of the wrong
 * kind, both `updates` and `epochs`, or an option that the model does not have.
 */
export function resolveConfig(given: Partial<CharlmConfig>): CharlmConfig {
  checkFields(given, charlmOptions);
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const config: CharlmConfig = {...defaults, ...set};
  if (config.updates !== null && config.epochs !== null)
    throw new UserError('updates and epochs: expected one of them, got both', 2);
  if (config.updates === null && config.epochs === null) config.updates = defaultUpdates;
  fillModelFields(config, modelFields, modelDefaults);
  return config;
}

/** A saved config with the fields that it lacks, because an earlier version wrote it, as that version had them. */
export function completeConfig(saved: CharlmConfig): CharlmConfig {
  return {...defaults, ...saved};
}
