import {npmText} from './npmFile.mjs';
import {seriesData, seriesLoss, seriesModel} from './series.mjs';

const window = 30;
const columns = 8;

/** Tomorrow's rain, highest and lowest temperature and wind in two cities, from 30 days: 2012 to 2014, validated on 2015. */
export const weather = {
  name: 'weather',
  title: 'Weather, daily: tomorrow in two cities',
  measure: 'mean squared error / variance',
  rates: [1e-3, 4e-3, 1.6e-2],
  units: 64,
  constantLoss: 1,
  full: {updates: 400, batch: 32},
  quick: {updates: 120, batch: 32},
  load: ({batch}, seed) =>
    seriesData({rows: readDays(), trainingRows: 1096, window, ahead: 1, batch, seed, name: 'weather'}),
  model: seriesModel(window, columns),
  loss: seriesLoss,
};

function readDays() {
  const lines = npmText('vega-datasets', 'data', 'weather.csv').trim().split('\n').slice(1);
  const cities = new Map();
  for (const line of lines) {
    const [city, , ...numbers] = line.split(',');
    if (!cities.has(city)) cities.set(city, []);
    cities.get(city).push(numbers.slice(0, 4).map(Number));
  }
  const [one, other] = cities.values();
  return one.map((row, day) => [...row, ...other[day]]);
}
