import {comparisonEntries} from '../compare/comparisonEntry.js';
import type {ComparisonEntry} from '../compare/comparisonEntry.js';
import {modelTitles} from '../config/names.js';
import {resolveConfig} from '../config/resolveConfig.js';

/** H of the demo's models, unless the user names another. */
export const demoUnits = 256;

/**
 * The two runs of the demo: the baseline and Norm Prop, same size, text, seed, order of the data and number of updates,
 * each with the learning rate that was best for it.
 */
export function demoEntries(updates: number, units = demoUnits): ComparisonEntry[] {
  const shared = {
    data: 'moby-dick',
    units,
    length: 50,
    batch: 32,
    updates,
    checkpointEvery: '20s',
    validateEvery: Math.max(1, Math.round(updates / 12)),
    validationCharacters: 10000,
    logEvery: Math.max(1, Math.round(updates / 60)),
  };
  // Validation bits per character after 300 updates, seed 1, at rates 2e-3, 4e-3, 8e-3 (and 1.6e-2 for the baseline):
  // baseline 2.785, 2.622, 2.564, 2.596; Norm Prop with gains 2, 2, 1 2.614, 2.532, 2.634, with 1, 1, 1 2.586, 2.552, 2.585.
  // (Norm Prop's with the printed constants; after 575 updates at 4e-3 these give 2.491, those that hold 2.474, the baseline 2.456.)
  const baseline = {learningRate: 8e-3};
  const normProp = {learningRate: 4e-3, gammaX: 2, gammaH: 2, gammaC: 1};
  return comparisonEntries(
    [
      {title: modelTitles.lstm, config: resolveConfig({...shared, ...baseline, model: 'lstm'})},
      {title: modelTitles.normProp, config: resolveConfig({...shared, ...normProp, model: 'normProp'})},
    ],
    [1],
  );
}
