import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {squaredError} from '../losses.mjs';
import {randomStream} from '../random.mjs';

const T = 100;
/** Variance of the sum of two uniform numbers. */
const variance = 1 / 6;

/** The adding problem (Hochreiter and Schmidhuber): the sum of the two of 100 numbers that a second input marks. */
export const adding = {
  name: 'adding',
  title: 'Adding problem, T = 100',
  measure: 'mean squared error / variance of the target',
  rates: [1e-3, 4e-3, 1.6e-2],
  units: 64,
  constantLoss: 1,
  full: {updates: 1000, batch: 32, validation: 256},
  quick: {updates: 200, batch: 32, validation: 128},
  load({batch, validation}, seed) {
    const train = randomStream('adding', 'train', seed);
    const valid = randomStream('adding', 'valid');
    return {
      next: () => draw(batch, train),
      validation: Array.from({length: validation / 64}, () => draw(64, valid)),
    };
  },
  model: ({units, recurrent, dense}) =>
    tfl.sequential({layers: [...recurrent({units, inputShape: [T, 2]}), dense({units: 1})]}),
  loss: (labels, outputs) => tf.div(squaredError(labels, outputs), variance),
};

function draw(count, random) {
  const x = new Float32Array(count * T * 2);
  const y = new Float32Array(count);
  for (let n = 0; n < count; n++) {
    for (let t = 0; t < T; t++) x[(n * T + t) * 2] = random.uniform();
    const marked = [random.integer(T / 2), T / 2 + random.integer(T / 2)];
    for (const t of marked) {
      x[(n * T + t) * 2 + 1] = 1;
      y[n] += x[(n * T + t) * 2];
    }
  }
  return {x: tf.tensor3d(x, [count, T, 2]), y: tf.tensor2d(y, [count, 1])};
}
