import type {Comparison} from '../compare/compareCharlm.js';
import {medianSpeed, resultHeadings, resultRows} from '../report/resultRows.js';
import {stockRow, stockWords} from '../report/stockTiming.js';
import {textTable} from '../report/textTable.js';
import {printLine} from './commandContext.js';
import type {CommandContext} from './commandContext.js';

/** Prints the table of a comparison, a sample of each run, and where the report is. */
export function printComparison(context: CommandContext, {runs, stock, report}: Comparison): void {
  printLine(
    context,
    '\nBits per character on text that was trained on and text that was not (lower is better):\n',
  );
  const rows = resultRows(runs);
  if (stock) rows.push(stockRow(stock, medianSpeed(runs[0])));
  printLine(context, textTable(resultHeadings, rows));
  if (stock) printLine(context, `\n${stockWords(stock, runs)}`);
  for (const {name, result} of runs) {
    const {prime, text} = result.sample;
    printLine(context, `\n${name} writes (given: ${JSON.stringify(prime)}):\n${prime}${text}`);
  }
  printLine(context, `\nReport: ${report}`);
}
