import type {LayersModel, layers} from '@tensorflow/tfjs-layers';
import type {NormalizedLSTMCell} from '../cells/NormalizedLSTMCell.js';
import {forEachBatch} from '../batches/forEachBatch.js';
import type {BatchSource, InputBatch} from '../batches/forEachBatch.js';
import {SecondMoments} from './SecondMoments.js';
import type {UnitMoments} from './SecondMoments.js';

/** Runs a model, or a layer, over data as at inference, and measures the states of some of the cells in it. */
export async function measureStates(
  target: LayersModel | layers.Layer,
  data: BatchSource,
  batchSize: number,
  cells: NormalizedLSTMCell[],
): Promise<{batches: number; moments: UnitMoments[]}> {
  const isModel = 'predictOnBatch' in target;
  const run = (x: InputBatch): void => void (isModel ? target.predictOnBatch(x) : target.apply(x));
  const all = cells.map(() => new SecondMoments());
  cells.forEach((cell, k) => (cell.probe = all[k].add));
  try {
    const inputs = isModel ? target.inputs.length : 1;
    const batches = await forEachBatch(data, {batchSize, inputs}, run);
    return {batches, moments: await Promise.all(all.map((moments) => moments.read()))};
  } finally {
    cells.forEach((cell) => (cell.probe = null));
    all.forEach((moments) => moments.dispose());
  }
}
