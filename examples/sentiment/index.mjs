// Spam or not: words become vectors, padding is masked, and a Norm Prop LSTM reads each message in both directions.
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {adam, normPropLSTM} from 'normprop-layers';
import {LENGTH, WORDS, read} from './messages.mjs';

await tf.setBackend('wasm');
const [train, held] = [read(false), read(true)];
const model = tfl.sequential({
  layers: [
    tfl.layers.embedding({
      inputDim: WORDS + 2,
      outputDim: 16,
      inputLength: LENGTH,
      maskZero: true, // what is padding never reaches the state
      embeddingsInitializer: tfl.initializers.randomNormal({stddev: 1, seed: 1}), // the layer expects variance 1
    }),
    tfl.layers.bidirectional({layer: normPropLSTM({units: 24, seed: 2}), mergeMode: 'concat'}),
    tfl.layers.dense({units: 1, activation: 'sigmoid', kernelInitializer: 'zeros'}),
  ],
});

const [epochs, batchSize] = [3, 32];
const updates = epochs * Math.ceil(train.x.shape[0] / batchSize);
model.compile({
  optimizer: adam({learningRate: 4e-3, clipNorm: 1, decay: {kind: 'linear', to: 0.01, updates}}),
  loss: 'binaryCrossentropy',
});
const start = performance.now();
await model.fit(train.x, train.y, {epochs, batchSize, verbose: 0});
const seconds = (performance.now() - start) / 1000;

const spam = held.y.dataSync();
const found = model.predict(held.x).dataSync();
const share = (right) => `${((100 * right.filter(Boolean).length) / right.length).toFixed(1)} %`;
const loss = model.evaluate(held.x, held.y).dataSync()[0];
console.log(`${train.x.shape[0]} messages, ${epochs} epochs: ${seconds.toFixed(1)} s`);
console.log(
  `of ${spam.length} others: loss ${loss.toFixed(3)} nats, ${share(Array.from(found, (p, i) => p > 0.5 === (spam[i] === 1)))} right; ` +
    `who says never spam is right in ${share(Array.from(spam, (each) => each === 0))}`,
);
