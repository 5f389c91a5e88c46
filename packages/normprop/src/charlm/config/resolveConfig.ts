import type {ConfigRules} from '../../config/configRules.js';
import {resolveRunConfig} from '../../config/resolveRunConfig.js';
import {withFieldsOfSource} from '../../run/source/withFieldsOfSource.js';
import {UserError} from '../../userError.js';
import type {CharlmConfig} from './charlmConfig.js';
import {charlmOptions} from './charlmOptions.js';
import type {CharlmOption} from './charlmOptions.js';
import {modelDefaults, paperDefaults} from './modelDefaults.js';

const defaults: CharlmConfig = {
  data: 'moby-dick',
  dataDir: null,
  split: null,
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
  initFrom: null,
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

/** The split of a text in one file. */
const usualSplit = '90,5,5';

const namesIn = (...groups: Array<CharlmOption['group']>): Array<keyof CharlmConfig> =>
  charlmOptions.filter(({group}) => groups.includes(group)).map(({name}) => name);

/**
 * A complete config out of some of its fields: checks every one, fills in the defaults and the model's own. With `initFrom` the model's are
 * read from that run's `config.json`.
 *
 * @throws {UserError} naming the field, what was expected and what came: an unknown field, a value of the wrong
 * kind, both `updates` and `epochs`, an option that the model or the data does not have, or one that differs from the model's of `initFrom`.
 */
export function resolveConfig(given: Partial<CharlmConfig>): CharlmConfig {
  const set = withFieldsOfSource(given, charlmRules);
  const own = set.preset === 'paper' ? {...modelDefaults, normProp: paperDefaults} : modelDefaults;
  const config = resolveRunConfig(set, {options: charlmOptions, defaults, budget, modelDefaults: own});
  if (config.data !== 'ptb') config.split ??= usualSplit;
  else if (config.split !== null)
    throw new UserError('split: the Penn Treebank comes in three files; leave it out', 2);
  return config;
}

/** A saved config with the fields that it lacks, because an earlier version wrote it, as that version had them. */
export function completeConfig(saved: CharlmConfig): CharlmConfig {
  const own: Partial<CharlmConfig> = modelDefaults[saved.model] ?? {};
  const config = {...defaults, ...(saved.data !== 'ptb' && {split: usualSplit}), ...saved};
  // Options that the model did not have then were off, whatever their default is now.
  if ('unitNorm' in own) config.unitNorm ??= false;
  if ('cellPenalty' in own) config.cellPenalty ??= 0;
  return config;
}

/** What the configs of runs of text follow. */
export const charlmRules: ConfigRules<CharlmConfig> = {
  kind: 'charlm',
  options: charlmOptions,
  modelDefaults,
  resolve: resolveConfig,
  complete: completeConfig,
  // Batch Norm has statistics of each time step.
  fieldsOfWeights: ({model}) => [...namesIn('Model'), ...(model === 'batchNorm' ? ['length'] : [])],
  usualOfSource: ['unknownSymbol', 'unitNorm', ...namesIn('Dropout')],
  defaultOf: (name) => ({...defaults, ...budget})[name as keyof CharlmConfig],
};
