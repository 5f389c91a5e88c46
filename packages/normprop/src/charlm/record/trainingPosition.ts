/** Where a run stands: with the config's seed it decides every later batch and mask. */
export interface TrainingPosition {
  /** Updates done. */
  update: number;
  /** Passes over the text that are complete. */
  epoch: number;
  /** Batches of the current pass that are done. */
  batchOfEpoch: number;
  /** Seconds spent in updates (not in validation or in saving), over all sittings. */
  seconds: number;
  /** Sums since the last line of metrics. */
  sinceLog: {
    updates: number;
    loss: number;
    gradientNorm: number;
    clipped: number;
    seconds: number;
    dataSeconds: number;
  };
}

/** The position of a run that has not begun. */
export function startOfTraining(): TrainingPosition {
  return {update: 0, epoch: 0, batchOfEpoch: 0, seconds: 0, sinceLog: nothingSinceLog()};
}

/** Empty sums, after a line of metrics. */
export function nothingSinceLog(): TrainingPosition['sinceLog'] {
  return {updates: 0, loss: 0, gradientNorm: 0, clipped: 0, seconds: 0, dataSeconds: 0};
}
