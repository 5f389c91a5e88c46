import {
  add,
  cast,
  div,
  equal,
  greater,
  logicalOr,
  matMul,
  max,
  maximum,
  mul,
  pad,
  range,
  reshape,
  slice,
  sub,
} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';

/** Running averages [M,K], one row per time step, and how often each row was updated [M]. */
export interface RunningRows {
  averages: Tensor2D[];
  updates: Tensor1D;
}

/** Running averages after one more batch; see `updateRunningRows`. */
export type UpdateRunningRows = (
  rows: RunningRows,
  batch: Tensor2D[],
  valid: Tensor1D,
  momentum: number,
) => RunningRows;

/**
 * Running averages after one more batch, in tfjs ops, which no device has to wait for.
 *
 *     share_t = valid_t · max(1 − momentum, 1/(n_t + 1)),   avg_t ← avg_t + share_t (batch_t − avg_t),   n_t ← n_t + valid_t
 *
 * The first batches are averaged with equal weights, so that the starting value does not matter; `momentum` 1 keeps that
 * up for ever. Rows that no batch has reached yet take the value of the last valid row, so that a sequence longer than
 * those in training uses the last statistics there are.
 *
 * @param batch At least T rows each, of which the first T count, T ≤ M.
 * @param valid [T], 1 where the batch has a valid row at this time step, else 0.
 */
export const updateRunningRows: UpdateRunningRows = ({averages, updates}, batch, valid, momentum) => {
  const [rows] = updates.shape;
  const [timeSteps] = valid.shape;
  const missing = rows - timeSteps;
  const seen = pad(valid, [[0, missing]]);
  const share = column(mul(seen, maximum(1 - momentum, div(1, add(updates, 1)))));
  const total = add(updates, seen) as Tensor1D;
  const order = mul(seen, range(1, rows + 1)); // number of each valid row, else 0
  const lastOrder = max(order);
  const pick = reshape(cast(equal(order, maximum(lastOrder, 1)), 'float32'), [1, rows]);
  // Without a valid row there is nothing to take.
  const settled = column(cast(logicalOr(greater(total, 0), equal(lastOrder, 0)), 'float32'));
  return {
    updates: total,
    averages: averages.map((average, i) => {
      const padded = pad(slice(batch[i], [0, 0], [timeSteps, -1]), [
        [0, missing],
        [0, 0],
      ]);
      const moved = add(average, mul(share, sub(padded, average)));
      const last = matMul(pick as Tensor2D, moved as Tensor2D); // [1,K]
      return add(mul(moved, settled), mul(last, sub(1, settled))) as Tensor2D;
    }),
  };
};

function column(values: Tensor): Tensor {
  return reshape(values, [-1, 1]);
}
