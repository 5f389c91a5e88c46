import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {epochs, inOrder, rowsOf} from '../batches.mjs';
import {squaredError} from '../losses.mjs';
import {randomStream} from '../random.mjs';

const [T, D] = [20, 8];

/** The example of the root README: the mean of the first of 8 white features over 20 steps. */
export const quickStart = {
  name: 'quickStart',
  title: 'README example: mean of a feature',
  measure: 'mean squared error / variance of the target',
  rates: [1e-3, 4e-3, 1.6e-2],
  units: 64,
  constantLoss: 1,
  full: {updates: 480, batch: 32, examples: 256, validation: 256},
  quick: {updates: 160, batch: 32, examples: 256, validation: 256},
  load({batch, examples, validation}, seed) {
    const train = draw(examples, randomStream('quickStart', 'train', seed));
    const valid = draw(validation, randomStream('quickStart', 'valid'));
    const make = (set) => (numbers) => ({x: rowsOf(set.x, [T, D], numbers), y: rowsOf(set.y, [1], numbers)});
    return {
      next: epochs(examples, batch, randomStream('quickStart', 'order', seed), make(train)),
      validation: inOrder(validation, 128, make(valid)),
    };
  },
  model: ({units, recurrent, dense}) =>
    tfl.sequential({layers: [...recurrent({units, inputShape: [T, D]}), dense({units: 1})]}),
  // In units of the target's variance, 1/T.
  loss: (labels, outputs) => tf.mul(squaredError(labels, outputs), T),
};

function draw(count, random) {
  const x = Float32Array.from({length: count * T * D}, () => random.normal());
  const y = Float32Array.from({length: count}, (_, n) => {
    let sum = 0;
    for (let t = 0; t < T; t++) sum += x[(n * T + t) * D];
    return sum / T;
  });
  return {x, y};
}
