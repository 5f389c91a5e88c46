import {rowsBySeed} from '../../page/bySeed.js';
import {showSpread, spreadOf} from '../../page/spread.js';
import type {Spread} from '../../page/spread.js';
import type {Table} from '../../page/table.js';
import type {DrawSummary} from '../record/drawTypes.js';

const headings = [
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
];

/**
 * The table of results, a row a run: bounds in nats at the epoch with the best validation bound. Where there are several seeds, a row
 * more for each model, mean ± standard deviation.
 */
export function drawResultTable(runs: readonly DrawSummary[]): Table {
  const rows = rowsBySeed(runs, (name, own) => {
    const spread = (figure: (result: DrawSummary['result']) => number): Spread =>
      spreadOf(own.map(({result}) => figure(result)));
    const bound = spread(({test}) => test.bound);
    const validation = spread(({validation: {bound: each}}) => each);
    const cells = [
      name,
      showSpread(bound, 2),
      showSpread(validation, 2),
      spread(({test}) => test.kl).mean.toFixed(2),
      spread(({validation: {epoch}}) => epoch).mean.toFixed(1),
      spread(({epochs}) => epochs).mean.toFixed(1),
      spread(({seconds}) => seconds).mean.toFixed(1),
      spread(({imagesPerSecond}) => imagesPerSecond).mean.toFixed(0),
      `${Math.round(spread(({clipped}) => clipped).mean * 100)} %`,
      String(own[0].result.parameters),
    ];
    return {cells, figure: bound.mean};
  });
  return {headings, rows};
}
