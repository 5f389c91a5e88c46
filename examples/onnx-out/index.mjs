// A Norm Prop LSTM is trained here, written as ONNX, and run step by step in onnxruntime-web with the state carried.
import {writeFile} from 'node:fs/promises';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {exportONNX} from 'normprop-convert';
import {adam, normPropLSTM} from 'normprop-layers';
import * as ort from 'onnxruntime-web';

await tf.setBackend('wasm');
const units = 16;
const model = tfl.sequential({
  layers: [
    // One γc for all units: with it the layer is one LSTM node of ONNX.
    normPropLSTM({
      units,
      scalarGammaC: true,
      returnSequences: true,
      inputShape: [null, 2],
      name: 'lstm',
      seed: 1,
    }),
    tfl.layers.dense({units: 1, name: 'head', kernelInitializer: 'zeros'}),
  ],
});

// The mean of the first number so far: something that a state must carry.
const steps = 20;
const x = tf.randomNormal([256, steps, 2], 0, 1, 'float32', 1);
const y = tf.tidy(() => {
  const first = tf.slice(x, [0, 0, 0], [-1, -1, 1]);
  return tf.div(tf.cumsum(first, 1), tf.reshape(tf.range(1, steps + 1), [1, -1, 1]));
});
model.compile({optimizer: adam({learningRate: 1e-2, clipNorm: 1}), loss: 'meanSquaredError'});
const {history} = await model.fit(x, y, {epochs: 15, batchSize: 32, verbose: 0});
console.log(`trained: loss ${history.loss[0].toFixed(4)} → ${history.loss.at(-1).toFixed(4)}`);

const file = await exportONNX(model);
await writeFile(new URL('model.onnx', import.meta.url), file);
console.log(`model.onnx: ${file.length} bytes`);

ort.env.wasm.numThreads = 1;
const session = await ort.InferenceSession.create(file);
const one = tf.slice(x, 0, 1);
const want = await model.predict(one).data();
const values = await one.data();
const zeros = new ort.Tensor('float32', new Float32Array(units), [1, units]);
let state = {'lstm/hidden': zeros, 'lstm/cell': zeros};
let furthest = 0;
for (let t = 0; t < steps; t++) {
  const input = new ort.Tensor('float32', values.slice(2 * t, 2 * t + 2), [1, 1, 2]);
  const outputs = await session.run({input, ...state});
  state = {'lstm/hidden': outputs['lstm/hidden_out'], 'lstm/cell': outputs['lstm/cell_out']};
  furthest = Math.max(furthest, Math.abs(outputs.output.data[0] - want[t]));
}
console.log(
  `onnxruntime-web, ${steps} steps with the state carried: at most ${furthest.toExponential(1)} from TensorFlow.js`,
);
