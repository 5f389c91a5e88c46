import type {DrawMeasuredLine, DrawLine, DrawTrainingLine} from '../record/drawMetrics.js';
import type {DrawResult} from '../record/drawTypes.js';

/**
 * A run's figures out of its metrics: the best validation bound and the test bound at the same update, the share of clipped
 * updates, the speed.
 *
 * The test bound is not chosen by itself: at its own best epoch it would be lower, and no longer a fair measure.
 */
export function measuredDrawResult(
  metrics: readonly DrawLine[],
  batch: number,
): Omit<DrawResult, 'parameters' | 'dataDescription' | 'versions'> {
  const train = metrics.filter((line): line is DrawTrainingLine => line.kind === 'train');
  const last = train[train.length - 1];
  let clipped = 0;
  train.forEach((line, index) => (clipped += line.clipped * (line.update - (train[index - 1]?.update ?? 0))));
  const measured = (kind: DrawMeasuredLine['kind']): DrawMeasuredLine[] =>
    metrics.filter((line): line is DrawMeasuredLine => line.kind === kind);
  const validation = measured('validation').reduce((best, line) => (line.bound < best.bound ? line : best));
  const test = measured('test').find(({update}) => update === validation.update)!;
  return {
    updates: last.update,
    epochs: last.epoch,
    seconds: last.seconds,
    validation,
    test,
    clipped: clipped / last.update,
    imagesPerSecond: (last.update * batch) / last.seconds,
  };
}
