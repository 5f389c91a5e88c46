import {dispose, ready, setBackend, square, sum, tensor, variableGrads} from '@tensorflow/tfjs-core';
import {layers, sequential} from '@tensorflow/tfjs-layers';
import {lstm, normPropLSTM, useKernels} from 'normprop-layers';
import {normals} from '../shared/random.js';
import {startWasm} from '../training/backend.js';

/** The backends that this browser may have, and how each is brought here. */
export const backends = {
  wasm: startWasm,
  webgl: async () => {
    await import('@tensorflow/tfjs-backend-webgl');
    if (!(await setBackend('webgl'))) throw new Error('not in this browser');
  },
  webgpu: async () => {
    if (!navigator.gpu || !(await navigator.gpu.requestAdapter())) throw new Error('not in this browser');
    await import('@tensorflow/tfjs-backend-webgpu');
    if (!(await setBackend('webgpu'))) throw new Error('not in this browser');
  },
};

const stock = (args) =>
  layers.lstm({...args, recurrentActivation: 'sigmoid', recurrentInitializer: 'glorotUniform'});

/** The layers that take a training step. */
const contenders = {'normPropLSTM (ours)': normPropLSTM, 'lstm (ours)': lstm, 'tf.layers.lstm': stock};

/** Where the page is cross-origin isolated, the kernels have threads. */
const threads = self.crossOriginIsolated ? Math.min(4, navigator.hardwareConcurrency) : 1;
const threaded = {[`normPropLSTM, ${threads} threads (ours)`]: normPropLSTM};

/** A forward pass and all gradients, by each layer on one backend. */
export async function trainingEntrants(backend, {timeSteps, batch, inputSize, units}) {
  await setBackend(backend);
  await ready();
  const values = normals(batch * timeSteps * inputSize, 1);
  const all = threads > 1 && backend === 'wasm' ? {...contenders, ...threaded} : contenders;
  return Object.entries(all).map(([name, make]) => {
    const network = sequential({
      layers: [make({units, inputShape: [timeSteps, inputSize], returnSequences: true})],
    });
    const x = tensor(values, [batch, timeSteps, inputSize]);
    const variables = network.trainableWeights.map((weight) => weight.read());
    return {
      name,
      group: `training step, ${backend}`,
      prepare() {
        if (threads > 1) useKernels({threads: name in threaded ? threads : 1});
      },
      async run() {
        await setBackend(backend);
        const {value, grads} = variableGrads(
          () => sum(square(network.apply(x, {training: true}))),
          variables,
        );
        await Promise.all(Object.values(grads).map((gradient) => gradient.data()));
        dispose([value, grads]);
      },
      close() {
        network.dispose();
        x.dispose();
      },
    };
  });
}
