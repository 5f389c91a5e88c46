import {npmText} from './npmFile.mjs';
import {seriesData, seriesLoss, seriesModel} from './series.mjs';

const window = 24;

/** Hourly normal temperatures of Seattle and San Francisco six hours ahead, from a day: a smooth series, predictable almost to the end. */
export const temperature = {
  name: 'temperature',
  title: 'Temperature, hourly: six hours ahead, a smooth series',
  measure: 'mean squared error / variance',
  rates: [1e-3, 4e-3, 1.6e-2],
  units: 64,
  constantLoss: 1,
  full: {updates: 500, batch: 32},
  quick: {updates: 160, batch: 32},
  load: ({batch}, seed) =>
    seriesData({rows: readHours(), trainingRows: 6000, window, ahead: 6, batch, seed, name: 'temperature'}),
  model: seriesModel(window, 2),
  loss: seriesLoss,
};

function readHours() {
  const column = (file, index) =>
    npmText('vega-datasets', 'data', file)
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[index]));
  const seattle = column('seattle-temps.csv', 1);
  const sanFrancisco = column('sf-temps.csv', 0);
  return seattle
    .map((value, hour) => [value, sanFrancisco[hour]])
    .filter((row) => row.every(Number.isFinite));
}
