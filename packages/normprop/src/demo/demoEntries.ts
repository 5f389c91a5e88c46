import {comparisonEntries} from '../compare/comparisonEntry.js';
import type {ComparisonEntry} from '../compare/comparisonEntry.js';
import {modelTitles} from '../config/names.js';
import {resolveConfig} from '../config/resolveConfig.js';

/** How many updates fit: both models together take under 4 minutes on two cores with the wasm backend. */
const demoUpdates = 300;

/**
 * The two runs of the demo: the baseline and Norm Prop, same size, text, seed, order of the data and number of updates.
 *
 * @param updates Fewer for a quicker look.
 */
export function demoEntries(updates = demoUpdates): ComparisonEntry[] {
  const shared = {
    data: 'moby-dick',
    units: 128,
    length: 50,
    batch: 32,
    updates,
    learningRate: 4e-3,
    checkpointEvery: '20s',
    validateEvery: Math.max(1, Math.round(updates / 12)),
    validationCharacters: 10000,
    logEvery: 5,
  };
  const contestants = [
    {title: modelTitles.lstm, config: resolveConfig({...shared, model: 'lstm'})},
    {
      title: modelTitles.normProp,
      config: resolveConfig({...shared, model: 'normProp', gammaX: 1, gammaH: 1, gammaC: 1}),
    },
  ];
  return comparisonEntries(contestants, [1]);
}
