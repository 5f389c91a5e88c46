import {modelTitles} from '../../config/modelNames.js';
import {comparisonEntries} from '../../run/comparisonEntry.js';
import type {ComparisonEntry} from '../../run/comparisonEntry.js';
import type {Demo} from '../../run/demo.js';
import type {CharlmTypes} from '../record/charlmTypes.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {resolveConfig} from '../config/resolveConfig.js';
import {comparisonWords} from '../report/comparisonWords.js';
import {writeComparison} from '../report/writeReport.js';
import {timeStock} from './timeStock.js';

/** H of the demo's models, unless the user names another. */
const usualUnits = 256;

/** Two models learn to write from Moby Dick. */
export const charlmDemo: Demo<CharlmTypes> = {
  folder: 'runs/demo',
  intro:
    'A baseline LSTM and a Norm Prop LSTM learn to write from Moby Dick, each at the learning rate that suits it.',
  time: '3 minutes',
  secondsForUpdates: 110,
  latest: 155,
  updates: {least: 25, most: 5000, step: 25},
  timing: {warmUp: 2, measured: 5},
  units: usualUnits,
  entries,
  words: ({units, updates}) => `${units} units, ${updates} updates each, the same text in the same order.`,
  async begin(folder, [{config}], corpus) {
    const stock = await timeStock(config, corpus);
    return {
      async write(runs) {
        const command = demoCommand(runs[0].config);
        const report = await writeComparison(folder, {runs, command, stock});
        return comparisonWords(runs, {report, stock});
      },
    };
  },
};

/**
 * The two runs of the demo: the baseline and Norm Prop, same size, text, seed, order of the data and number of updates,
 * each with its defaults and the learning rate that was best for it.
 */
function entries(updates: number, units: number): Array<ComparisonEntry<CharlmConfig>> {
  const shared = {
    data: 'moby-dick',
    units,
    length: 50,
    batch: 32,
    updates,
    decay: 'linear',
    checkpointEvery: '20s',
    validateEvery: Math.max(1, Math.round(updates / 12)),
    validationCharacters: 10000,
    logEvery: Math.max(1, Math.round(updates / 60)),
  };
  // Each by its defaults, at the best of the same five rates: experiments/demo.
  const baseline = {learningRate: 3.2e-2};
  const normProp = {learningRate: 1.6e-2};
  return comparisonEntries(
    [
      {title: modelTitles.lstm, config: resolveConfig({...shared, ...baseline, model: 'lstm'})},
      {title: modelTitles.normProp, config: resolveConfig({...shared, ...normProp, model: 'normProp'})},
    ],
    [1],
    [],
  );
}

/** What makes this demo again, with as many updates. */
function demoCommand({updates, units}: CharlmConfig): string {
  return `npm run demo -- --updates ${updates}${units === usualUnits ? '' : ` --units ${units}`}`;
}
