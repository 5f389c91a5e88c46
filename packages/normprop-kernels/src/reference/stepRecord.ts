import type {LSTMForwardArgs} from '../contract/lstmTypes.js';
import type {Normalized} from './normalization.js';

/** Everything about one step that backward looks at; float64. */
export interface StepRecord {
  /** Row of x that this step read. */
  source: number;
  hOld: Float64Array;
  cOld: Float64Array;
  /** h ⊙ r. */
  hIn: Float64Array;
  /** [B,4H] after the activations. */
  gates: Float64Array;
  /** c~ [B,H]. */
  fresh: Float64Array;
  /** s, what i ⊙ g enters the cell with, [B,H]: 1, or √(1 − f² + 1e-6). */
  share: Float64Array;
  /** q + 1e-4 of each row, where the cell has a penalty. */
  q?: Float64Array;
  /** tanh(Nc(c~)) [B,H]. */
  squashed: Float64Array;
  /** 1 − Zc and 1 − Zh, [B,H]. */
  takeC: Float64Array;
  takeH: Float64Array;
  x?: Normalized;
  h?: Normalized;
  c?: Normalized;
}

/** The weight of a row in the mean of the penalty: 0 for a masked one. */
export function penaltyWeight(args: LSTMForwardArgs, source: number, row: number): number {
  const {timeSteps, batch, mask, cellPenalty} = args;
  if (mask === undefined) return cellPenalty!.weight / (timeSteps * batch);
  return mask[source * batch + row] === 0 ? 0 : cellPenalty!.weight / mask.reduce((sum, m) => sum + m, 0);
}
