import type * as core from '@tensorflow/tfjs-core';
import type * as data from '@tensorflow/tfjs-data';
import {checkSizes} from '../checkSizes.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import type {SequenceBatch, SequenceBatches} from './sequenceBatch.js';

/** The parts of TensorFlow.js that {@link toDataset} needs; `@tensorflow/tfjs` as a whole is one. */
export interface DatasetTensorFlow {
  tensor2d: typeof core.tensor2d;
  cast: typeof core.cast;
  oneHot: typeof core.oneHot;
  tidy: typeof core.tidy;
  data: {generator: typeof data.generator};
}

/** Options of {@link toDataset}. */
export interface ToDatasetOptions {
  /** Give `xs` as one-hot vectors of this size, [B, T, size] float32. Default: symbol numbers, [B, T] int32. */
  oneHotInputs?: number;
  /** Give `ys` as one-hot vectors of this size, [B, T, size] float32. Default: symbol numbers, [B, T] int32. */
  oneHotTargets?: number;
}

const OPTIONS: OptionKinds<ToDatasetOptions> = {oneHotInputs: 'any', oneHotTargets: 'any'};

/** An element of the data set, as `model.fitDataset` takes it. */
export interface DatasetElement {
  [name: string]: core.Tensor;
  xs: core.Tensor;
  ys: core.Tensor;
}

/**
 * Batches as a `tf.data.Dataset` of `{xs, ys}`, for `model.fitDataset` and `model.evaluateDataset`.
 *
 * TensorFlow.js is an argument, not an import: who needs no data set needs no tfjs-data, and who has one, has ours.
 *
 * @param tf `@tensorflow/tfjs`, or `{tensor2d, cast, oneHot, tidy, data}` of `@tensorflow/tfjs-core` and `@tensorflow/tfjs-data`.
 * @param batches the batches of every pass, or a function of the pass (0, 1, …), called for each:
 *   `(epoch) => trainingBatches(stream, {…, epoch})`.
 * @throws as `batches` and `tf.oneHot` do.
 */
export function toDataset(
  tf: DatasetTensorFlow,
  batches: SequenceBatches | ((pass: number) => SequenceBatches),
  options: ToDatasetOptions = {},
): data.Dataset<DatasetElement> {
  checkOptions('toDataset', options, OPTIONS);
  const {oneHotInputs, oneHotTargets} = options;
  for (const [name, size] of Object.entries({oneHotInputs, oneHotTargets})) {
    if (size !== undefined) checkSizes({[name]: size});
  }
  const tensor = (symbols: Int32Array, {batch, timeSteps}: SequenceBatch, depth?: number): core.Tensor =>
    tf.tidy(() => {
      const numbers = tf.tensor2d(symbols, [batch, timeSteps], 'int32');
      // tfjs 4.22's oneHot writes integers whatever dtype it is asked for, on wasm.
      return depth === undefined ? numbers : tf.cast(tf.oneHot(numbers, depth), 'float32');
    });
  let pass = 0;
  return tf.data.generator<DatasetElement>(function* () {
    for (const each of typeof batches === 'function' ? batches(pass++) : batches) {
      yield {xs: tensor(each.inputs, each, oneHotInputs), ys: tensor(each.targets, each, oneHotTargets)};
    }
  });
}
