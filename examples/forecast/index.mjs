// Tomorrow's weather in two cities from 30 days, beside the simplest forecasts: the mean, and tomorrow as today.
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {adam, normPropLSTM, unitNormColumns} from 'normprop-layers';
import {COLUMNS, DAYS, windows} from './weather.mjs';

await tf.setBackend('wasm');
const [train, held] = [windows(true), windows(false)];
const columns = {kernelConstraint: unitNormColumns(), recurrentConstraint: unitNormColumns()};
const model = tfl.sequential({
  layers: [
    normPropLSTM({units: 32, inputShape: [DAYS, COLUMNS], seed: 1, ...columns}),
    tfl.layers.dense({units: COLUMNS, kernelInitializer: 'zeros'}), // a regression: begin with no opinion
  ],
});

const [epochs, batchSize] = [12, 32];
const updates = epochs * Math.ceil(train.x.shape[0] / batchSize);
model.compile({
  // with columns of norm 1 a rate is an angle, so it has to fall to about nothing
  optimizer: adam({learningRate: 4e-3, clipNorm: 1, decay: {kind: 'linear', to: 0.01, updates}}),
  loss: 'meanSquaredError',
});
const start = performance.now();
await model.fit(train.x, train.y, {epochs, batchSize, verbose: 0});
const seconds = (performance.now() - start) / 1000;

/** Mean squared error where 1 is the variance of the training days. */
const error = (forecast) =>
  tf.tidy(() => tf.mean(tf.square(tf.sub(held.y, forecast))).dataSync()[0]).toFixed(3);
console.log(`${train.x.shape[0]} windows, ${epochs} epochs: ${seconds.toFixed(1)} s`);
console.log(
  `mean squared error over 2015: ${error(model.predict(held.x))}; the mean ${error(tf.zerosLike(held.y))}, ` +
    `tomorrow as today ${error(tf.squeeze(tf.slice(held.x, [0, DAYS - 1, 0], [-1, 1, -1]), [1]))}`,
);
