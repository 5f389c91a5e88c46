import * as tfl from '@tensorflow/tfjs-layers';
import {epochs, inOrder, rowsOf} from '../batches.mjs';
import {squaredError} from '../losses.mjs';
import {randomStream} from '../random.mjs';

/**
 * Forecasting: from `window` rows of a table all its columns `ahead` rows after the last one.
 *
 * Columns are standardised with mean and variance of the training rows, so that the loss of saying the mean is about 1.
 *
 * @param rows Numbers, [days or hours][columns]. @param trainingRows How many of them, from the first, are for training.
 */
export function seriesData({rows, trainingRows, window, ahead, batch, seed, name}) {
  const columns = rows[0].length;
  const values = standardised(rows, trainingRows);
  const inputs = (start) => values.subarray(start * columns, (start + window) * columns);
  const target = (start) => values.subarray((start + window - 1 + ahead) * columns).subarray(0, columns);
  const make = (first) => (numbers) => {
    const x = new Float32Array(numbers.length * window * columns);
    const y = new Float32Array(numbers.length * columns);
    numbers.forEach((number, i) => {
      x.set(inputs(first + number), i * window * columns);
      y.set(target(first + number), i * columns);
    });
    const all = Array.from(numbers, (_, i) => i);
    return {x: rowsOf(x, [window, columns], all), y: rowsOf(y, [columns], all)};
  };
  const span = window + ahead - 1;
  const examples = trainingRows - span;
  // The last training targets end where validation inputs begin.
  return {
    next: epochs(examples, batch, randomStream(name, 'order', seed), make(0)),
    validation: inOrder(rows.length - trainingRows - span, 128, make(trainingRows)),
  };
}

/** One recurrent layer and a dense one that reads its last output. */
export function seriesModel(window, columns) {
  return ({units, recurrent, dense}) =>
    tfl.sequential({
      layers: [...recurrent({units, inputShape: [window, columns]}), dense({units: columns})],
    });
}

export const seriesLoss = squaredError;

function standardised(rows, trainingRows) {
  const columns = rows[0].length;
  const values = new Float32Array(rows.length * columns);
  for (let k = 0; k < columns; k++) {
    const training = rows.slice(0, trainingRows).map((row) => row[k]);
    const mean = training.reduce((a, b) => a + b) / trainingRows;
    const deviation = Math.sqrt(training.reduce((sum, v) => sum + (v - mean) ** 2, 0) / trainingRows);
    rows.forEach((row, n) => (values[n * columns + k] = (row[k] - mean) / deviation));
  }
  return values;
}
