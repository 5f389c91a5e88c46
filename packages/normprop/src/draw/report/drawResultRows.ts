import type {DrawRunSummary} from '../train/drawRun.js';

/** The headings of the table of results. */
export const drawResultHeadings = [
  'model',
  'test bound',
  'validation',
  'KL',
  'best epoch',
  'epochs',
  'seconds',
  'images/s',
  'clipped',
  'parameters',
] as const;

/** The table of results, a row a run: bounds in nats at the epoch with the best validation bound. */
export function drawResultRows(runs: readonly DrawRunSummary[]): string[][] {
  return runs.map(({name, result}) => {
    const {validation, test, epochs, seconds, imagesPerSecond, clipped, parameters} = result;
    return [
      name,
      test.bound.toFixed(2),
      validation.bound.toFixed(2),
      test.kl.toFixed(2),
      validation.epoch.toFixed(1),
      epochs.toFixed(1),
      seconds.toFixed(1),
      imagesPerSecond.toFixed(0),
      `${Math.round(clipped * 100)} %`,
      String(parameters),
    ];
  });
}
