// One time step of one row through TensorFlow.js, three ways: a model's `predict`, `layer.apply`, and `lstmStep` by hand.
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {lstmStep, prepareWeights} from 'normprop-core';
import {lstm, normPropLSTM} from 'normprop-layers';

/** How the rows of the table are called. */
export const tfjsStepNames = {
  stock: '`tf.layers.lstm`',
  lstm: '`lstm`',
  normProp: '`normPropLSTM`',
  lstmStep: '`lstmStep` of normprop-core',
};

/** Contenders for `interleaved`: `<layer> predict`, `<layer> apply`, and `lstmStep`; each one step, its output disposed of. */
export function tfjsSteps(units, inputSize) {
  const shape = {units, stateful: true, batchInputShape: [1, 1, inputSize]};
  const glorot = {kernelInitializer: 'glorotUniform', recurrentInitializer: 'glorotUniform'};
  const layers = {
    stock: tfl.layers.lstm({...shape, ...glorot, recurrentActivation: 'sigmoid'}),
    lstm: lstm({...shape, ...glorot}),
    normProp: normPropLSTM(shape),
  };
  const x = tf.randomNormal([1, 1, inputSize], 0, 1, 'float32', 1);
  const steps = {};
  for (const [name, layer] of Object.entries(layers)) {
    const model = tfl.sequential({layers: [layer]});
    steps[`${name} predict`] = () => model.predict(x).dispose();
    steps[`${name} apply`] = () => tf.tidy(() => void layer.apply(x));
  }
  const matrix = (rows) => tf.randomNormal([rows, 4 * units], 0, 0.1, 'float32', rows);
  const weights = prepareWeights({kernel: matrix(inputSize), recurrentKernel: matrix(units)});
  const row = tf.reshape(x, [1, inputSize]);
  let state = [tf.zeros([1, units]), tf.zeros([1, units])];
  steps.lstmStep = () => {
    const {hidden, cell} = lstmStep(row, state, weights);
    tf.dispose(state);
    state = [hidden, cell];
  };
  return steps;
}
