import type {LayersModel} from '@tensorflow/tfjs-layers';
import {forEachBatch} from '../batches/forEachBatch.js';
import type {BatchSource} from '../batches/forEachBatch.js';
import {findInside} from '../tfjs/findInside.js';
import {reestimates} from './reestimation.js';

/** Options of `reestimateStatistics`. */
export interface ReestimateArgs {
  /** For tensors: rows per batch; default 32, as `fit`. */
  batchSize?: number;
}

/**
 * Measures the population statistics of all `batchNormLSTM` and `batchDataNormalization` layers of a model anew.
 *
 * The statistics are forgotten; then the model runs over the data with each batch's own statistics (without dropout), whose
 * averages, every batch counting equally, become the population's. Weights do not change. Done after training, this gives
 * better statistics than the running averages, which lag behind the weights.
 *
 * @param model A model or nested model; wrappers (`bidirectional`, `rnn({cell})`, `stackedRNNCells`) are looked into.
 * @param data All inputs in one tensor each ([N,…], cut in batches), or a `tf.data.Dataset` or iterable of batches, items
 *   being inputs or `{xs, ys}`. Tensors of a data set are disposed, as `fitDataset` does; your own are not.
 * @throws If the model has no such layer or the data no batch.
 *
 * Source: Cooijmans et al. 2016, section 4 (statistics estimated on the training data after training).
 */
export async function reestimateStatistics(
  model: LayersModel,
  data: BatchSource,
  {batchSize = 32}: ReestimateArgs = {},
): Promise<void> {
  const layers = findInside(model, reestimates);
  if (layers.length === 0) {
    throw new Error('model: expected a batchNormLSTM or batchDataNormalization layer in it, found none');
  }
  let batches: number;
  layers.forEach((layer) => layer.beginReestimation());
  try {
    batches = await forEachBatch(data, {batchSize, inputs: model.inputs.length}, (inputs) => {
      model.predictOnBatch(inputs);
    });
  } finally {
    layers.forEach((layer) => layer.endReestimation());
  }
  if (batches === 0) throw new Error('data: expected at least one batch, got none');
}
