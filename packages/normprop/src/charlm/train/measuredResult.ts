import type {CharlmResult} from '../record/charlmTypes.js';
import type {CharlmLine, TrainingLine} from '../record/charlmMetrics.js';

/** The figures of a result that the metrics file holds. */
export type MeasuredResult = Pick<
  CharlmResult,
  | 'updates'
  | 'epochs'
  | 'seconds'
  | 'trainBitsPerCharacter'
  | 'validation'
  | 'clipped'
  | 'charactersPerSecond'
>;

/** How many of the last updates the training loss of a result is the mean of: a tenth, at most 100. */
const windowOf = (updates: number): number => Math.min(100, Math.ceil(updates / 10));

/**
 * A run's figures out of its metrics: the last validation, the mean training loss over the last tenth of the
 * updates (at most 100), the share of clipped updates over the whole run, the median speed.
 */
export function measuredResult(metrics: readonly CharlmLine[]): MeasuredResult {
  const train = metrics.filter((line): line is TrainingLine => line.kind === 'train');
  const last = train[train.length - 1];
  const updatesOf = (index: number): number => train[index].update - (train[index - 1]?.update ?? 0);
  const window = windowOf(last.update);
  let clipped = 0;
  let recent = 0;
  let recentUpdates = 0;
  train.forEach((line, index) => {
    clipped += line.clipped * updatesOf(index);
    if (line.update <= last.update - window && line !== last) return;
    recent += line.bitsPerCharacter * updatesOf(index);
    recentUpdates += updatesOf(index);
  });
  const validation = metrics.filter((line) => line.kind === 'validation').pop()!;
  return {
    updates: last.update,
    epochs: last.epoch,
    seconds: last.seconds,
    trainBitsPerCharacter: recent / recentUpdates,
    validation: {bitsPerCharacter: validation.bitsPerCharacter, characters: validation.characters},
    clipped: clipped / last.update,
    charactersPerSecond: medianSpeed({metrics}),
  };
}

/** Characters per second, the median over the lines of metrics. */
export function medianSpeed({metrics}: {metrics: readonly CharlmLine[]}): number {
  const speeds = metrics.flatMap((line) => (line.kind === 'train' ? [line.charactersPerSecond] : []));
  speeds.sort((one, other) => one - other);
  return speeds[Math.floor(speeds.length / 2)];
}
