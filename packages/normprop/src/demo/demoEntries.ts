import {comparisonEntries} from '../compare/comparisonEntry.js';
import type {ComparisonEntry} from '../compare/comparisonEntry.js';
import {modelTitles} from '../config/names.js';
import {resolveConfig} from '../config/resolveConfig.js';

/** H of the demo's models, unless the user names another. */
export const demoUnits = 256;

/**
 * The two runs of the demo: the baseline and Norm Prop, same size, text, seed, order of the data, learning rate and
 * number of updates.
 */
export function demoEntries(updates: number, units = demoUnits): ComparisonEntry[] {
  const shared = {
    data: 'moby-dick',
    units,
    length: 50,
    batch: 32,
    updates,
    learningRate: 4e-3,
    checkpointEvery: '20s',
    validateEvery: Math.max(1, Math.round(updates / 12)),
    validationCharacters: 10000,
    logEvery: Math.max(1, Math.round(updates / 60)),
  };
  const gains = {gammaX: 1, gammaH: 1, gammaC: 1};
  return comparisonEntries(
    [
      {title: modelTitles.lstm, config: resolveConfig({...shared, model: 'lstm'})},
      {title: modelTitles.normProp, config: resolveConfig({...shared, model: 'normProp', ...gains})},
    ],
    [1],
  );
}
