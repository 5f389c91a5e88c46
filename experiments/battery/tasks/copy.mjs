import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {oneHot} from '../batches.mjs';
import {crossEntropyAtEnd} from '../losses.mjs';
import {randomStream} from '../random.mjs';

const T = 50;
const remembered = 5;
const symbols = 8;
// Beside the symbols a blank and the sign to answer.
const inputs = symbols + 2;

/** The copying problem: five of eight symbols at the start, to be said again at the end of 50 steps. */
export const copy = {
  name: 'copy',
  title: 'Copying problem, T = 50',
  measure: 'nats per symbol',
  rates: [1e-3, 4e-3, 1.6e-2],
  units: 64,
  constantLoss: Math.log(symbols),
  full: {updates: 1000, batch: 32, validation: 256},
  quick: {updates: 300, batch: 32, validation: 128},
  load({batch, validation}, seed) {
    const train = randomStream('copy', 'train', seed);
    const valid = randomStream('copy', 'valid');
    return {
      next: () => draw(batch, train),
      validation: Array.from({length: validation / 64}, () => draw(64, valid)),
    };
  },
  model: ({units, recurrent, dense}) =>
    tfl.sequential({
      layers: [
        ...recurrent({units, inputShape: [T, inputs], returnSequences: true}),
        dense({units: symbols}),
      ],
    }),
  loss: crossEntropyAtEnd(remembered),
};

function draw(count, random) {
  const given = new Int32Array(count * T).fill(symbols);
  const wanted = new Int32Array(count * T).fill(-1);
  for (let n = 0; n < count; n++) {
    given[(n + 1) * T - remembered - 1] = symbols + 1;
    for (let k = 0; k < remembered; k++) {
      const symbol = random.integer(symbols);
      given[n * T + k] = symbol;
      wanted[(n + 1) * T - remembered + k] = symbol;
    }
  }
  return {
    x: tf.tensor3d(oneHot(given, inputs), [count, T, inputs]),
    y: tf.tensor3d(oneHot(wanted, symbols), [count, T, symbols]),
  };
}
