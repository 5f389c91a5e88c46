import * as tf from '@tensorflow/tfjs-core';
import {adam} from 'normprop-layers';
import {accelerateMatMul, useKernels} from 'normprop-core';
import {fitStep, models, ourLSTM, steppedNormProp, stockLSTM, trainingStep} from './contenders.mjs';
import {interleaved} from './interleaved.mjs';

/** The sizes at which training steps are compared; the first is run with our tfjs ops too. */
export const sizes = [
  {T: 25, B: 32, D: 50, H: 128},
  {T: 100, B: 32, D: 50, H: 128},
  {T: 25, B: 32, D: 50, H: 512},
];

/** Medians of a training step of every contender on a backend, interleaved. */
export async function compareSteps(backend, {T, B, D, H}, rounds) {
  await tf.setBackend(backend);
  const x = tf.randomNormal([B, T, D], 0, 1, 'float32', 7);
  const withOps = trainingStep(ourLSTM('normProp', H), x);
  const contenders = {
    stock: trainingStep(stockLSTM(H), x),
    stepped: trainingStep(steppedNormProp(H), x),
    ops: () => {
      useKernels(false);
      withOps();
      useKernels({threads: 1});
    },
    ...Object.fromEntries(Object.keys(models).map((model) => [model, trainingStep(ourLSTM(model, H), x)])),
  };
  const slow = ['stock', 'stepped', 'ops'];
  const result = await interleaved(contenders, {rounds, warmup: 8, slow});
  x.dispose();
  return result;
}

/** Medians of a training step of our five models by themselves on wasm, where stock layers leave no garbage to collect. */
export async function compareModels({T, B, D, H}, rounds) {
  await tf.setBackend('wasm');
  const x = tf.randomNormal([B, T, D], 0, 1, 'float32', 7);
  const contenders = Object.fromEntries(
    Object.keys(models).map((model) => [model, trainingStep(ourLSTM(model, H), x)]),
  );
  const result = await interleaved(contenders, {rounds, warmup: 8});
  x.dispose();
  return result;
}

/** Medians of a whole step of `fit` on wasm: stock layer and optimizer against ours. */
export async function compareFit({T, B, V, H}, rounds) {
  await tf.setBackend('wasm');
  const ours = fitStep(ourLSTM('normProp', H), adam({learningRate: 2e-3, clipNorm: 1}), {T, B, V});
  const contenders = {
    stock: fitStep(stockLSTM(H), tf.train.adam(2e-3), {T, B, V}),
    normProp: async () => {
      accelerateMatMul();
      await ours();
      accelerateMatMul(false);
    },
  };
  return interleaved(contenders, {rounds, warmup: 4, slow: ['stock']});
}
