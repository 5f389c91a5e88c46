import {formatCount} from '../../progress/formatCount.js';
import {rowsBySeed} from '../../page/bySeed.js';
import {showSpread, spreadOf} from '../../page/spread.js';
import type {Spread} from '../../page/spread.js';
import type {Table} from '../../page/table.js';
import type {CharlmSummary} from '../record/charlmTypes.js';
import {medianSpeed} from '../train/measuredResult.js';
import {stockTitle} from './stockTiming.js';
import type {StockTiming} from './stockTiming.js';

/** The headings of the table of results. */
const headings = [
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
 * The table of results, a row a run and, where there are several seeds, a row more for each model, mean ± standard deviation: bits
 * per character for train and validation, seconds in updates, and the ratio of the time of an update to the first run's. The ratio
 * is of medians over the lines of metrics, so that other work on the machine, which comes in bursts, distorts it less than it does
 * the seconds.
 *
 * @param stock Stock tfjs, a row more: its speed, and dashes where it measured nothing.
 */
export function resultTable(runs: readonly CharlmSummary[], stock?: StockTiming): Table {
  const first = medianSpeed(runs[0]);
  const rows = rowsBySeed(runs, (name, own) => {
    const spread = (figure: (run: CharlmSummary) => number): Spread => spreadOf(own.map(figure));
    const validation = spread(({result}) => result.validation.bitsPerCharacter);
    const cells = [
      name,
      showSpread(spread(({result}) => result.trainBitsPerCharacter)),
      showSpread(validation),
      spread(({result}) => result.seconds).mean.toFixed(1),
      spread((run) => first / medianSpeed(run)).mean.toFixed(2),
      formatCount(spread(medianSpeed).mean),
      `${Math.round(spread(({result}) => result.clipped).mean * 100)} %`,
      formatCount(own[0].result.parameters),
    ];
    return {cells, figure: validation.mean};
  });
  return {
    headings: [...headings],
    rows: stock ? [...rows, {cells: stockCells(stock, first), soft: true}] : rows,
  };
}

function stockCells({charactersPerSecond, parameters}: StockTiming, speed: number): string[] {
  const cells: Partial<Record<(typeof headings)[number], string>> = {
    model: stockTitle,
    'time ratio': (speed / charactersPerSecond).toFixed(2),
    'characters/s': formatCount(charactersPerSecond),
    parameters: formatCount(parameters),
  };
  return headings.map((heading) => cells[heading] ?? '–');
}
