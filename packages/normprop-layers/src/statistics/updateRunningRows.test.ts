import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {updateRunningRows} from './updateRunningRows.js';
import {updateRunningRowsInMemory} from './updateRunningRowsInMemory.js';

const [M, K] = [5, 3];
const normal = (rows: number, seed: number) => tfc.randomNormal([rows, K], 0, 1, 'float32', seed) as Tensor2D;

/** In memory only where a tensor's values can be had at once. */
const ways = () =>
  tfc.getBackend() === 'webgpu' ? [updateRunningRows] : [updateRunningRows, updateRunningRowsInMemory];

describe('updateRunningRows', () => {
  test.each<[string, number[], number[], number]>([
    ['the first batch', [0, 0, 0, 0, 0], [1, 1, 1], 0.9],
    ['as long as the table', [2, 2, 2, 0, 0], [1, 1, 1, 1, 1], 0.9],
    ['shorter than before', [20, 20, 20, 3, 0], [1, 1], 0.9],
    ['padding in front and a gap', [1, 1, 0, 0, 0], [0, 1, 0, 1], 0.5],
    ['equal weights for ever', [7, 7, 7, 7, 7], [1, 1, 1, 1], 1],
    ['nothing but padding', [0, 0, 0, 0, 0], [0, 0], 0.9],
    ['padding after some batches', [4, 4, 0, 0, 0], [0, 0, 0], 0.9],
  ])('in ops and in memory, each row by the rule: %s', async (_, updates, valid, momentum) => {
    const averages = [normal(M, 1), normal(M, 2)];
    const batch = [normal(M, 3), normal(M, 4)];
    const want = await Promise.all(
      averages.map(async (average, i) => {
        const [old, add] = [await average.array(), await batch[i].array()];
        const rows = old.map((row, t) =>
          row.map((v, k) =>
            valid[t] ? v + Math.max(1 - momentum, 1 / (updates[t] + 1)) * (add[t][k] - v) : v,
          ),
        );
        const last = valid.lastIndexOf(1);
        return rows.map((row, t) => (last >= 0 && updates[t] + (valid[t] ?? 0) === 0 ? rows[last] : row));
      }),
    );
    for (const update of ways()) {
      const got = update(
        {averages, updates: tfc.tensor1d(updates)},
        batch,
        tfc.tensor1d(valid) as Tensor1D,
        momentum,
      );
      expect(await got.updates.array()).toEqual(updates.map((n, t) => n + (valid[t] ?? 0)));
      for (const [i, table] of got.averages.entries()) {
        (await table.array()).forEach((row, t) =>
          row.forEach((v, k) => expect(v).toBeCloseTo(want[i][t][k], 6)),
        );
      }
    }
  });

  test('what was read before stays as it was', async () => {
    const averages = [normal(M, 1)];
    const before = await averages[0].array();
    const rows = {averages, updates: tfc.zeros([M]) as Tensor1D};
    for (const update of ways()) update(rows, [normal(M, 3)], tfc.ones([M]), 0.9);
    expect(await averages[0].array()).toEqual(before);
    expect(Array.from(await rows.updates.data())).toEqual([0, 0, 0, 0, 0]);
  });
});
