import {tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import type {Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import type {UpdateRunningRows} from './updateRunningRows.js';

/**
 * `updateRunningRows` on typed arrays, for backends whose tensors lie in this thread's memory.
 *
 * Only rows that the batch has, and those that no batch has reached, are computed; the ops go over all of each table
 * about ten times.
 */
export const updateRunningRowsInMemory: UpdateRunningRows = ({averages, updates}, batch, valid, momentum) => {
  const isValid = valid.dataSync();
  const before = updates.dataSync();
  const total = Float32Array.from(before, (count, t) => count + (isValid[t] ?? 0));
  const shares = Float64Array.from(isValid, (v, t) => v * Math.max(1 - momentum, 1 / (before[t] + 1)));
  const last = isValid.lastIndexOf(1);
  return {
    updates: tensor1d(total) as Tensor1D,
    averages: averages.map((average, i) => {
      const [, width] = average.shape;
      const moved = Float32Array.from(average.dataSync());
      const values = batch[i].dataSync();
      shares.forEach((share, t) => {
        if (share === 0) return;
        for (let k = t * width; k < (t + 1) * width; k++) moved[k] += share * (values[k] - moved[k]);
      });
      if (last >= 0) {
        const row = moved.slice(last * width, (last + 1) * width);
        total.forEach((count, t) => count === 0 && moved.set(row, t * width));
      }
      return tensor2d(moved, average.shape) as Tensor2D;
    }),
  };
};
