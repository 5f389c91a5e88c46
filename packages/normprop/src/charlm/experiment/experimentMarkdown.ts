import {testWords, timeWords} from './experimentReport.js';
import type {ExperimentReport} from './experimentReport.js';
import {escapeMarkdown, markdownCode} from '../../page/escapeMarkdown.js';
import {tableAsMarkdown} from '../../page/table.js';

/** The tables and the words of a report, for a README. */
export function experimentMarkdown(report: ExperimentReport): string {
  const {texts, times, tests, notes, leftOut, command} = report;
  return [
    ...notes.slice(0, 2).map(escapeMarkdown),
    ...texts.flatMap(({text, results, order}) => [
      texts.length > 1 ? `**${escapeMarkdown(text)}**` : '',
      tableAsMarkdown(results),
      escapeMarkdown(order.sentences.join(' ')),
      order.reversals.map((line) => `- ${escapeMarkdown(line)}`).join('\n'),
    ]),
    ...(tests ? [tableAsMarkdown(tests), testWords(report)] : []),
    tableAsMarkdown(times),
    timeWords(report),
    ...notes.slice(2).map(escapeMarkdown),
    leftOut.map((line) => `- Left out: ${escapeMarkdown(line)}`).join('\n'),
    `Made by ${markdownCode(command)}.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
