import {oneHot, reshape, tensor1d, tidy, train} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import {layers, sequential} from '@tensorflow/tfjs-layers';
import type {TextCorpus} from 'normprop-datasets';
import {startBackend} from 'normprop-doctor';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {InputProjection} from '../model/inputProjection.js';
import type {StockTiming} from '../report/stockTiming.js';
import {EpochPlan} from '../train/epochPlan.js';
import {startOfTraining} from '../record/trainingPosition.js';

const warmUp = 1;
const measured = 3;

/**
 * Times stock tfjs on the updates that a config makes: `tf.layers.lstm` with sigmoid gates, a dense softmax, cross entropy
 * and `tf.train.adam`, the same sizes, the same batches, the same inputs. It does not clip, which costs it nothing.
 *
 * @returns The median of 3 updates after one to warm up; the model is thrown away.
 */
export async function timeStock(config: CharlmConfig, corpus: TextCorpus): Promise<StockTiming> {
  await startBackend(config.backend);
  const {units, length, batch: size, learningRate, seed} = config;
  const width = corpus.vocabulary.size;
  const projection = new InputProjection(width, Math.sqrt(width), seed);
  const plan = new EpochPlan(corpus, config);
  const position = startOfTraining();
  const model = sequential({
    layers: [
      layers.lstm({
        units,
        inputShape: [length, width],
        returnSequences: true,
        recurrentActivation: 'sigmoid',
        recurrentInitializer: 'glorotUniform', // orthogonal would take it seconds, and the weights are thrown away
      }),
      layers.dense({units: width, activation: 'softmax'}),
    ],
  });
  model.compile({optimizer: train.adam(learningRate), loss: 'categoricalCrossentropy'});
  const times: number[] = [];
  try {
    for (let update = 0; update < warmUp + measured; update++) {
      const begin = performance.now();
      const {inputs, targets} = plan.at(position);
      const x = projection.project(inputs, size, length);
      const y = tidy(
        () => reshape(oneHot(tensor1d(targets, 'int32'), width), [size, length, width]) as Tensor3D,
      );
      await model.trainOnBatch(x, y);
      x.dispose();
      y.dispose();
      if (update >= warmUp) times.push((performance.now() - begin) / 1000);
      plan.advance(position);
    }
    const median = times.sort((one, other) => one - other)[Math.floor(measured / 2)];
    const parameters = model.countParams();
    return {charactersPerSecond: (size * length) / median, updates: measured, parameters};
  } finally {
    model.dispose();
    model.optimizer.dispose(); // dispose() of the model leaves an optimiser that is not its own
  }
}
