import {formatCount} from '../progress/formatCount.js';
import type {MetricsLine} from '../run/metrics.js';
import type {RunSummary} from './runSummary.js';

/** The headings of the table of results. */
export const resultHeadings = [
  'model',
  'train',
  'validation',
  'seconds',
  'time ratio',
  'characters/s',
  'clipped updates',
  'parameters',
] as const;

/**
 * The table of results, a row a run, as text: bits per character for train and validation, seconds in updates,
 * and the ratio of the time of an update to the first run's. The ratio is of medians over the lines of metrics, so
 * that other work on the machine, which comes in bursts, distorts it less than it does the seconds.
 */
export function resultRows(runs: readonly RunSummary[]): string[][] {
  const slowness = (run: RunSummary): number => 1 / medianSpeed(run);
  return runs.map((run) => {
    const {result} = run;
    return [
      run.name,
      result.trainBitsPerCharacter.toFixed(3),
      result.validation.bitsPerCharacter.toFixed(3),
      result.seconds.toFixed(1),
      (slowness(run) / slowness(runs[0])).toFixed(2),
      formatCount(medianSpeed(run)),
      `${Math.round(result.clipped * 100)} %`,
      formatCount(result.parameters),
    ];
  });
}

/** Characters per second, the median over the lines of metrics. */
export function medianSpeed({metrics}: {metrics: readonly MetricsLine[]}): number {
  const speeds = metrics.flatMap((line) => (line.kind === 'train' ? [line.charactersPerSecond] : []));
  speeds.sort((one, other) => one - other);
  return speeds[Math.floor(speeds.length / 2)];
}
