import {tableAsText} from '../../page/table.js';
import type {CharlmSummary} from '../record/charlmTypes.js';
import {resultTable} from './resultTable.js';
import {stockWords} from './stockTiming.js';
import type {StockTiming} from './stockTiming.js';

/** What is printed of a comparison: the table, a sample of each run, and where the report is. */
export function comparisonWords(
  runs: readonly CharlmSummary[],
  {report, stock}: {report: string; stock?: StockTiming},
): string {
  return [
    '',
    'Bits per character on text that was trained on and text that was not (lower is better):',
    '',
    tableAsText(resultTable(runs, stock)),
    ...(stock ? ['', stockWords(stock, runs)] : []),
    ...runs.flatMap(({name, result: {sample}}) => [
      '',
      `${name} writes (given: ${JSON.stringify(sample.prime)}):`,
      `${sample.prime}${sample.text}`,
    ]),
    '',
    `Report: ${report}`,
  ].join('\n');
}
