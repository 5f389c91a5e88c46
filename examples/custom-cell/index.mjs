// A cell of one's own in tf.layers.rnn: does its state begin with variance 1 and stay there over the steps, does it learn, does it
// come back from a saved model?
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {NormPropRNNCell} from './NormPropRNNCell.mjs';

await tf.setBackend('wasm');
const [count, steps, inputs] = [256, 20, 8];
const x = tf.randomNormal([count, steps, inputs], 0, 1, 'float32', 1);
const y = tf.tidy(() => tf.slice(tf.mean(x, 1), [0, 0], [-1, 1])); // the mean of the first number

const model = tfl.sequential({
  layers: [
    tfl.layers.rnn({
      cell: new NormPropRNNCell({units: 32}),
      returnSequences: true,
      inputShape: [steps, inputs],
    }),
    tfl.layers.globalAveragePooling1d(),
    tfl.layers.dense({units: 1, kernelInitializer: 'zeros'}),
  ],
});

/** E[h²] at a step, over examples and units. */
const h = tfl.model({inputs: model.inputs, outputs: model.layers[0].output}).predict(x);
const square = (step) =>
  tf.tidy(() => tf.mean(tf.square(tf.slice(h, [0, step, 0], [-1, 1, -1]))).dataSync()[0]).toFixed(2);
console.log(
  `E[h²] at the start: ${square(0)} in the first step, ${square(4)} in the fifth, ${square(steps - 1)} in the last`,
);

model.compile({optimizer: tf.train.adam(5e-3), loss: 'meanSquaredError'});
const {history} = await model.fit(x, y, {epochs: 6, batchSize: 32, verbose: 0});
console.log(`loss ${history.loss[0].toFixed(4)} → ${history.loss.at(-1).toFixed(4)}`);

let saved;
await model.save(tf.io.withSaveHandler(async (artifacts) => ((saved = artifacts), {modelArtifactsInfo: {}})));
const loaded = await tfl.loadLayersModel(tf.io.fromMemory(saved));
const [before, after] = [model, loaded].map((each) => each.predict(x).dataSync());
console.log(
  `saved and loaded: ${before.every((value, i) => value === after[i]) ? 'the same' : 'other'} answers`,
);
