import {train} from '@tensorflow/tfjs-core';
import {adam} from 'normprop-layers';

/**
 * How a model is trained. `make(rate, updates)` gives the optimizer for a run of so many updates; `projects` says whether variants that are
 * `projected` get unit-norm columns after each update.
 */
export const optimizers = [
  {
    name: 'plain',
    title: '`tf.train.adam` and nothing else',
    make: (rate) => train.adam(rate),
    projects: false,
  },
  {
    name: 'ours',
    title: '`adam`: clipped at 1, rate falling to 1 %, unit-norm columns',
    make: (learningRate, updates) =>
      adam({learningRate, clipNorm: 1, decay: {kind: 'linear', to: 0.01, updates}}),
    projects: true,
  },
];
