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

/**
 * A forward pass and all gradients, by each layer on one backend and by jax-js. Plain LSTMs have the same weights.
 *
 * @param attempt Runs what may not be possible in this browser.
 */
export async function trainingEntrants(backend, sizes, attempt) {
  await setBackend(backend);
  await ready();
  const {timeSteps, batch, inputSize, units} = sizes;
  const values = normals(batch * timeSteps * inputSize, 1);
  const all = threads > 1 && backend === 'wasm' ? {...contenders, ...threaded} : contenders;
  const networks = Object.entries(all).map(([name, make]) => ({
    name,
    plain: !name.startsWith('normPropLSTM'),
    network: sequential({
      layers: [make({units, inputShape: [timeSteps, inputSize], returnSequences: true})],
    }),
  }));
  const plain = networks.filter((each) => each.plain).map(({network}) => network);
  const weights = plain[0].getWeights();
  for (const network of plain.slice(1)) network.setWeights(weights);
  const numbers = await Promise.all(weights.map((weight) => weight.data()));
  const entrants = networks.map(({name, ...each}) => ({
    ...tfjsEntrant(backend, each, tensor(values, [batch, timeSteps, inputSize])),
    name,
    prepare() {
      if (threads > 1) useKernels({threads: name in threaded ? threads : 1});
    },
  }));
  await attempt(async () => {
    const {jaxJsEntrant} = await import('./jaxjs.js');
    entrants.push(await jaxJsEntrant(backend, sizes, values, numbers));
  });
  return entrants;
}

/** `run` gives the loss, Σ h². */
function tfjsEntrant(backend, {network, plain}, x) {
  const variables = network.trainableWeights.map((weight) => weight.read());
  return {
    plain,
    group: `training step, ${backend}`,
    async run() {
      await setBackend(backend);
      const {value, grads} = variableGrads(() => sum(square(network.apply(x, {training: true}))), variables);
      const [loss] = await Promise.all([value, ...Object.values(grads)].map((each) => each.data()));
      dispose([value, grads]);
      return loss[0];
    },
    close() {
      network.dispose();
      x.dispose();
    },
  };
}
