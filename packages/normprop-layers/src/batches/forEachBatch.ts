import {dispose, slice, tidy} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';

/** The inputs of one batch: one tensor per input of the model. */
export type InputBatch = Tensor | Tensor[];
/** What a data set yields: inputs alone, or with targets as for `fitDataset`. */
export type DatasetItem = InputBatch | {xs: InputBatch; ys?: unknown};

/** A `tf.data.Dataset` of batches, as far as it is needed here. */
export interface BatchDataset {
  forEachAsync(callback: (item: DatasetItem) => void): Promise<void>;
}

/**
 * Inputs to run a model on: all inputs in one tensor each ([N,…], cut in batches), or a `tf.data.Dataset` or iterable of
 * batches, items being inputs or `{xs, ys}`.
 */
export type BatchSource = InputBatch | BatchDataset | Iterable<DatasetItem> | AsyncIterable<DatasetItem>;

/**
 * Runs over all batches; what `run` makes is disposed, and so are the tensors of a `tf.data.Dataset`, as `fitDataset` does.
 *
 * @param inputs How many inputs the model has. An array of as many tensors is all inputs; any other array is batches.
 * @returns the number of batches
 */
export async function forEachBatch(
  data: BatchSource,
  {batchSize, inputs}: {batchSize: number; inputs: number},
  run: (inputs: InputBatch) => void,
): Promise<number> {
  let batches = 0;
  const runOne = (batch: InputBatch): void => {
    batches++;
    tidy(() => run(batch));
  };
  if (isTensor(data)) runInBatches([data], batchSize, runOne);
  else if (isInputs(data) && data.length === inputs) runInBatches(data, batchSize, runOne);
  else if ('forEachAsync' in data) {
    await data.forEachAsync((item) => {
      runOne(inputsOf(item));
      dispose(item as Tensor[]);
    });
  } else for await (const item of data as AsyncIterable<DatasetItem>) runOne(inputsOf(item));
  return batches;
}

function runInBatches(inputs: Tensor[], batchSize: number, run: (inputs: InputBatch) => void): void {
  const [rows] = inputs[0].shape;
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

function isInputs(data: unknown): data is Tensor[] {
  return Array.isArray(data) && data.length > 0 && data.every(isTensor);
}

function inputsOf(item: DatasetItem): InputBatch {
  return isTensor(item) || isInputs(item) ? item : item.xs;
}
