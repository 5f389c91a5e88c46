import {testWords, timeWords} from './experimentReport.js';
import type {ExperimentReport} from './experimentReport.js';
import {tableAsMarkdown} from './table.js';

/** The tables and the words of a report, for a README. */
export function experimentMarkdown(report: ExperimentReport): string {
  const {results, order, times, tests, notes, leftOut, command} = report;
  return [
    ...notes.slice(0, 2),
    tableAsMarkdown(results),
    order.sentences.join(' '),
    order.reversals.map((line) => `- ${line}`).join('\n'),
    ...(tests ? [tableAsMarkdown(tests), testWords(report)] : []),
    tableAsMarkdown(times),
    timeWords(report),
    ...notes.slice(2),
    leftOut.map((line) => `- Left out: ${line}`).join('\n'),
    `Made by \`${command}\`.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
