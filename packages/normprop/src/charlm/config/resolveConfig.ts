import type {ConfigRules} from '../../config/configRules.js';
import {resolveRunConfig} from '../../config/resolveRunConfig.js';
import type {CharlmConfig} from './charlmConfig.js';
import {charlmOptions} from './charlmOptions.js';
import {modelDefaults, paperDefaults} from './modelDefaults.js';

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
  preset: null,
  cellPenalty: null,
  cellTarget: null,
  cell: 'standard',
  outputScale: 1,
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
const budget = {updates: 1000};

/**
 * A complete config out of some of its fields: checks every one, fills in the defaults and the model's own.
 *
 * @throws {UserError} naming the field, what was expected and what came: an unknown field, a value of the wrong
 * kind, both `updates` and `epochs`, or an option that the model does not have.
 */
export function resolveConfig(given: Partial<CharlmConfig>): CharlmConfig {
  const own = given.preset === 'paper' ? {...modelDefaults, normProp: paperDefaults} : modelDefaults;
  return resolveRunConfig(given, {options: charlmOptions, defaults, budget, modelDefaults: own});
}

/** What the configs of runs of text follow. */
export const charlmRules: ConfigRules<CharlmConfig> = {
  options: charlmOptions,
  modelDefaults,
  resolve: resolveConfig,
  defaultOf: (name) => ({...defaults, ...budget})[name as keyof CharlmConfig],
};

/** A saved config with the fields that it lacks, because an earlier version wrote it, as that version had them. */
export function completeConfig(saved: CharlmConfig): CharlmConfig {
  return {...defaults, ...saved};
}
