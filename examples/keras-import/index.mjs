// An LSTM that Keras trained for a moment (make_model.py) goes on training here.
import {readFile} from 'node:fs/promises';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import {importKeras} from 'normprop-convert';
import {adam} from 'normprop-layers';

await tf.setBackend('wasm');
const model = await importKeras(await readFile(new URL('model.keras', import.meta.url)));
model.summary();

/** Two sines of random frequency and phase [count,steps,2], and what the next step of each is. */
function waves(count, seed, steps = 32) {
  return tf.tidy(() => {
    const t = tf.reshape(tf.range(0, steps + 1), [1, -1, 1]);
    const frequency = tf.randomUniform([count, 1, 2], 0.1, 0.5, 'float32', seed);
    const phase = tf.randomUniform([count, 1, 2], 0, 2 * Math.PI, 'float32', seed + 1);
    const values = tf.sin(tf.add(tf.mul(frequency, t), phase));
    return [tf.slice(values, [0, 0, 0], [-1, steps, -1]), tf.slice(values, [0, 1, 0], [-1, steps, -1])];
  });
}

model.compile({optimizer: adam({learningRate: 5e-3, clipNorm: 1}), loss: 'meanSquaredError'});
const [x, y] = waves(256, 1);
const held = waves(64, 100);
const loss = async () => (await model.evaluate(...held).data())[0];

const before = await loss();
const start = performance.now();
await model.fit(x, y, {epochs: 10, batchSize: 32, verbose: 0});
const seconds = (performance.now() - start) / 1000;
console.log(
  `loss on waves it has not seen: ${before.toFixed(4)} as Keras left it, ${(await loss()).toFixed(4)} after 10 more epochs (${seconds.toFixed(1)} s)`,
);
