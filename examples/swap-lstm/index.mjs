// The same trainer twice: with the LSTM of TensorFlow.js, and with the one line changed.
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {normPropLSTM} from 'normprop-layers';
import {data, train} from './nextCharacter.mjs';

const units = 64;
const settings = {rate: 8e-3, epochs: 3};

await tf.setBackend('wasm');
const examples = data();
console.log(`${examples.x.shape[0]} examples of ${examples.x.shape[1]} characters`);

const models = {
  // orthogonal, its default, needs all of @tensorflow/tfjs
  'tf.layers.lstm': (shape) =>
    tfl.layers.lstm({units, inputShape: shape, recurrentInitializer: 'glorotNormal'}),
  normPropLSTM: (shape) => normPropLSTM({units, inputShape: shape}),
};
for (const [name, makeLSTM] of Object.entries(models)) {
  const {before, after, seconds} = await train(makeLSTM, examples, settings);
  console.log(
    `${name}: validation loss ${before.toFixed(3)} before, ${after.toFixed(3)} after ${settings.epochs} epochs, ${seconds.toFixed(1)} s`,
  );
}
