import {dispose, slice, tidy} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import type {LayersModel} from '@tensorflow/tfjs-layers';
import {reestimates} from './reestimation.js';
import type {ReestimatesStatistics} from './reestimation.js';

/** The inputs of one batch: one tensor per input of the model. */
export type InputBatch = Tensor | Tensor[];
/** What a data set yields: inputs alone, or with targets as for `fitDataset`. */
export type DatasetItem = InputBatch | {xs: InputBatch; ys?: unknown};

/** A `tf.data.Dataset` of batches, as far as it is needed here. */
export interface BatchDataset {
  forEachAsync(callback: (item: DatasetItem) => void): Promise<void>;
}

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
  data: InputBatch | BatchDataset | Iterable<DatasetItem> | AsyncIterable<DatasetItem>,
  {batchSize = 32}: ReestimateArgs = {},
): Promise<void> {
  const layers = findLayers(model);
  if (layers.length === 0) {
    throw new Error('model: expected a batchNormLSTM or batchDataNormalization layer in it, found none');
  }
  let batches = 0;
  const run = (inputs: InputBatch): void => {
    batches++;
    tidy(() => void model.predictOnBatch(inputs));
  };
  layers.forEach((layer) => layer.beginReestimation());
  try {
    if (isInputs(data)) runInBatches(data, batchSize, run);
    else if ('forEachAsync' in data) {
      await data.forEachAsync((item) => {
        run(inputsOf(item));
        dispose(item as Tensor[]);
      });
    } else for await (const item of data) run(inputsOf(item));
  } finally {
    layers.forEach((layer) => layer.endReestimation());
  }
  if (batches === 0) throw new Error('data: expected at least one batch, got none');
}

function runInBatches(data: InputBatch, batchSize: number, run: (inputs: InputBatch) => void): void {
  const inputs = Array.isArray(data) ? data : [data];
  const rows = inputs[0].shape[0];
  for (let start = 0; start < rows; start += batchSize) {
    tidy(() => {
      const size = Math.min(batchSize, rows - start);
      run(inputs.map((x) => slice(x, [start], [size])));
    });
  }
}

function isTensor(value: unknown): value is Tensor {
  return typeof (value as Partial<Tensor> | null)?.dataSync === 'function';
}

function isInputs(data: unknown): data is InputBatch {
  return isTensor(data) || (Array.isArray(data) && data.length > 0 && data.every(isTensor));
}

function inputsOf(item: DatasetItem): InputBatch {
  return isInputs(item) ? item : item.xs;
}

/** Every layer and cell with statistics, also inside wrappers and nested models. */
function findLayers(root: unknown, seen = new Set<unknown>()): ReestimatesStatistics[] {
  if (root === null || typeof root !== 'object' || seen.has(root)) return [];
  seen.add(root);
  const {layers, cell, cells, layer, forwardLayer, backwardLayer, built} = root as Record<string, unknown>;
  const children = [layers, cells].filter(Array.isArray).flat() as unknown[];
  const inside = [...children, cell, layer, forwardLayer, backwardLayer].flatMap((child) =>
    findLayers(child, seen),
  );
  // A bidirectional layer keeps its unbuilt pattern beside the two layers made from it.
  return reestimates(root) && built !== false ? [root, ...inside] : inside;
}
