import {medianSpeed} from '../train/measuredResult.js';
import type {CharlmSummary} from '../record/charlmTypes.js';

/** How fast stock tfjs makes the updates of an equal model; the model itself is thrown away. */
export interface StockTiming {
  /** Median over the timed updates. */
  charactersPerSecond: number;
  /** How many updates were timed. */
  updates: number;
  parameters: number;
}

/** What the row is called, wherever it stands. */
export const stockTitle = 'tf.layers.lstm (timing only)';

/** What the row is, and how much faster each run was, in sentences. */
export function stockWords(
  {updates, charactersPerSecond}: StockTiming,
  runs: readonly CharlmSummary[],
): string {
  const times = runs.map((run) => `${run.name} ${(medianSpeed(run) / charactersPerSecond).toFixed(1)}`);
  return (
    `${stockTitle}: an equal model of stock TensorFlow.js (the same sizes and batches, sigmoid gates, dense softmax, ` +
    `tf.train.adam), median of ${updates} updates in this run, on the same backend and one core. ` +
    `It was timed, not trained. Times as fast as it: ${times.join(', ')}.`
  );
}
