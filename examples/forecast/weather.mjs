// Daily weather of New York and Seattle, 2012 to 2015, from the npm package vega-datasets: rain, highest and lowest temperature,
// wind.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import * as tf from '@tensorflow/tfjs-core';

/** Days that the model sees before it says the next one. */
export const DAYS = 30;
const TRAINING_DAYS = 1096; // 2012 to 2014

/** One row a day: four numbers of each city. */
function readDays() {
  const folder = dirname(createRequire(import.meta.url).resolve('vega-datasets/package.json'));
  const cities = new Map();
  for (const line of readFileSync(join(folder, 'data/weather.csv'), 'utf8').trim().split('\n').slice(1)) {
    const [city, , ...numbers] = line.split(',');
    if (!cities.has(city)) cities.set(city, []);
    cities.get(city).push(numbers.slice(0, 4).map(Number));
  }
  const [one, other] = cities.values();
  return one.map((row, day) => [...row, ...other[day]]);
}

/** Each column with mean 0 and variance 1 over the training days: what the layer expects. */
function standardise(rows) {
  const scales = rows[0].map((_, k) => {
    const column = rows.slice(0, TRAINING_DAYS).map((row) => row[k]);
    const mean = column.reduce((a, b) => a + b) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    return [mean, Math.sqrt(variance)];
  });
  return rows.map((row) => row.map((value, k) => (value - scales[k][0]) / scales[k][1]));
}

const rows = standardise(readDays());
export const COLUMNS = rows[0].length;

/** Windows [n,DAYS,COLUMNS] and the day after each [n,COLUMNS], of the training days or of 2015. */
export function windows(training) {
  const part = training ? rows.slice(0, TRAINING_DAYS) : rows.slice(TRAINING_DAYS - DAYS);
  const starts = [...part.keys()].slice(0, -DAYS);
  return {
    x: tf.tensor3d(starts.map((start) => part.slice(start, start + DAYS))),
    y: tf.tensor2d(starts.map((start) => part[start + DAYS])),
  };
}
