// Trains the voice detector on made-up sound and writes model.safetensors.
// usage: node examples/stream-audio/train.mjs [--updates 400]
import {writeFileSync} from 'node:fs';
import {parseArgs} from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-wasm';
import * as tfl from '@tensorflow/tfjs-layers';
import {exportRuntime} from 'normprop-convert';
import {adam, applyConstraints, batchDataNormalization, normPropLSTM, unitNormColumns} from 'normprop-layers';
import {BANDS, FRAME, Features} from './features.js';
import {synthesise} from './synth.js';

const {values: options} = parseArgs({options: {updates: {type: 'string', default: '400'}}});
const SAMPLE_RATE = 48_000;
const [SECONDS, BATCH, SOUNDS] = [3, 16, 160];
const STEPS = Math.floor((SECONDS * SAMPLE_RATE) / FRAME);
await tf.setBackend('wasm');

/** Features [n,T,BANDS] and truth [n,T,1] of n sounds. */
function hear(seeds) {
  const features = new Features(SAMPLE_RATE);
  const x = new Float32Array(seeds.length * STEPS * BANDS);
  const y = new Float32Array(seeds.length * STEPS);
  seeds.forEach((seed, n) => {
    const {samples, voice} = synthesise(SECONDS, SAMPLE_RATE, seed);
    for (let t = 0; t < STEPS; t++) {
      x.set(features.of(samples.subarray(t * FRAME, (t + 1) * FRAME)), (n * STEPS + t) * BANDS);
      y[n * STEPS + t] = voice[t * FRAME + FRAME / 2];
    }
  });
  return [tf.tensor(x, [seeds.length, STEPS, BANDS]), tf.tensor(y, [seeds.length, STEPS, 1])];
}

const range = (from, to) => Array.from({length: to - from}, (_, i) => from + i);
const [x, y] = hear(range(0, SOUNDS));
const [testX, testY] = hear(range(10_000, 10_032));
const columns = {kernelConstraint: unitNormColumns(), recurrentConstraint: unitNormColumns()};
const model = tfl.sequential({
  layers: [
    batchDataNormalization({name: 'loudness', inputShape: [null, BANDS]}),
    normPropLSTM({name: 'ear', units: 24, returnSequences: true, seed: 1, ...columns}),
    tfl.layers.dense({
      name: 'voice',
      units: 1,
      activation: 'sigmoid',
      kernelInitializer: tfl.initializers.glorotUniform({seed: 2}),
    }),
  ],
});
model.compile({
  optimizer: adam({learningRate: 0.01, clipNorm: 1}),
  loss: 'binaryCrossentropy',
});

/** Share of frames that are told right. */
const accuracy = () =>
  tf.tidy(
    () =>
      tf
        .mean(tf.cast(tf.equal(tf.greater(model.predict(testX), 0.5), tf.cast(testY, 'bool')), 'float32'))
        .dataSync()[0],
  );

for (let update = 1; update <= Number(options.updates); update++) {
  const first = (update * BATCH) % SOUNDS;
  const batch = (tensor) => tf.slice(tensor, [first, 0, 0], [BATCH, -1, -1]);
  const [bx, by] = tf.tidy(() => [batch(x), batch(y)]);
  const loss = await model.trainOnBatch(bx, by);
  applyConstraints(model);
  tf.dispose([bx, by]);
  if (update % 50 === 0) console.log(`update ${update}: loss ${loss.toFixed(3)}`);
}
console.log(`${(100 * accuracy()).toFixed(1)} % of the frames of 32 other sounds are told right`);
writeFileSync(
  new URL('model.safetensors', import.meta.url),
  await exportRuntime(model, {name: 'voice-activity'}),
);
