import {formatCount} from '../progress/formatCount.js';
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
 * and their ratio to the first run's for the same number of updates.
 */
export function resultRows(runs: readonly RunSummary[]): string[][] {
  const perUpdate = ({result}: RunSummary): number => result.seconds / result.updates;
  return runs.map((run) => {
    const {result} = run;
    return [
      run.name,
      result.trainBitsPerCharacter.toFixed(3),
      result.validation.bitsPerCharacter.toFixed(3),
      result.seconds.toFixed(1),
      (perUpdate(run) / perUpdate(runs[0])).toFixed(2),
      formatCount(result.charactersPerSecond),
      `${Math.round(result.clipped * 100)} %`,
      formatCount(result.parameters),
    ];
  });
}
