import {setBackend, tensor} from '@tensorflow/tfjs-core';
import {layers, sequential} from '@tensorflow/tfjs-layers';
import {exportONNX, exportRuntime} from 'normprop-convert';
import {normPropLSTM} from 'normprop-layers';
import {modelFromBytes} from 'normprop-runtime';
import {normals} from '../shared/random.js';

/**
 * One trained model, whole sequences, by each who can run it; without onnxruntime-web where it does not come.
 *
 * @param {string} onnxruntime Where this site has it.
 */
export async function inferenceEntrants({timeSteps, inputSize, units}, onnxruntime) {
  await setBackend('wasm');
  const group = 'inference, one sequence';
  const network = sequential({
    layers: [
      normPropLSTM({units, inputShape: [timeSteps, inputSize], returnSequences: true, scalarGammaC: true}),
      layers.dense({units: inputSize}),
    ],
  });
  const values = normals(timeSteps * inputSize, 2);
  const runtime = modelFromBytes(await exportRuntime(network));
  const ort = await import(/* @vite-ignore */ `${onnxruntime}ort.wasm.bundle.min.mjs`);
  ort.env.wasm.numThreads = 1;
  ort.env.wasm.wasmPaths = {wasm: `${onnxruntime}ort-wasm-simd-threaded.wasm`};
  const session = await ort.InferenceSession.create(await exportONNX(network, {states: false}));
  const x = tensor(values, [1, timeSteps, inputSize]);
  return [
    {
      name: 'normprop-runtime (ours)',
      group,
      run: () => runtime.run(values, {timeSteps}),
      close: () => runtime.dispose(),
    },
    {
      name: 'onnxruntime-web, wasm',
      group,
      run: () =>
        session.run({[session.inputNames[0]]: new ort.Tensor('float32', values, [1, timeSteps, inputSize])}),
      close: () => session.release(),
    },
    {
      name: 'normPropLSTM in tfjs (ours), wasm',
      group,
      async run() {
        await setBackend('wasm');
        const y = network.predict(x);
        await y.data();
        y.dispose();
      },
      close() {
        network.dispose();
        x.dispose();
      },
    },
  ];
}
