import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {epochs, inOrder, oneHot} from '../batches.mjs';
import {crossEntropy} from '../losses.mjs';
import {randomStream} from '../random.mjs';

const characters = '0123456789+ ';
const K = characters.length;
const questionLength = 5;
const answerLength = 3;
const validationCount = 1000;

/** Addition as sequence to sequence, as in the well-known Keras example: from "27+64" to " 91", one layer that reads and one that writes. */
export const addition = {
  name: 'addition',
  title: 'Addition of two numbers, sequence to sequence',
  measure: 'nats per character',
  rates: [1e-3, 4e-3, 1.6e-2],
  units: 96,
  constantLoss: 1.9,
  full: {updates: 1000, batch: 64},
  quick: {updates: 300, batch: 64},
  load({batch}, seed) {
    // All pairs of numbers below 100, in an order that is the same for each run.
    const order = randomStream('addition', 'split').shuffled(10_000);
    const make = (first) => (numbers) => {
      const pairs = numbers.map((number) => order[first + number]);
      return {
        x: coded(pairs.map((pair) => `${Math.floor(pair / 100)}+${pair % 100}`.padStart(questionLength))),
        y: coded(pairs.map((pair) => `${Math.floor(pair / 100) + (pair % 100)}`.padStart(answerLength))),
      };
    };
    return {
      next: epochs(10_000 - validationCount, batch, randomStream('addition', seed), make(validationCount)),
      validation: inOrder(validationCount, 250, make(0)),
    };
  },
  model: ({units, recurrent, dense}) =>
    tfl.sequential({
      layers: [
        ...recurrent({units, inputShape: [questionLength, K]}),
        tfl.layers.repeatVector({n: answerLength}),
        ...recurrent({units, returnSequences: true}),
        dense({units: K}),
      ],
    }),
  loss: crossEntropy,
};

function coded(texts) {
  const length = texts[0].length;
  const symbols = texts.flatMap((text) => Array.from(text, (character) => characters.indexOf(character)));
  return tf.tensor3d(oneHot(symbols, K), [texts.length, length, K]);
}
