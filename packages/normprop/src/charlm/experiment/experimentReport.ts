import {mostColours} from '../../page/renderChart.js';
import {formatCount} from '../../progress/formatCount.js';
import type {FoundRuns} from './findRuns.js';
import {orderWords} from './orderWords.js';
import type {Order} from './orderWords.js';
import type {Reference} from './reference.js';
import {resultTable} from './resultTable.js';
import {isFinished, runGroups} from './runGroup.js';
import type {RunGroup} from './runGroup.js';
import type {Table} from '../../page/table.js';
import {testTable} from './testTable.js';
import {timeTable} from './timeTable.js';

/** Everything that is said of a folder of runs, before it becomes a page or Markdown. */
export interface ExperimentReport {
  title: string;
  groups: RunGroup[];
  /** A table a text: bits per character of one text say nothing about those of another. */
  texts: TextResults[];
  times: Table;
  /** When a run has been measured on the test text as one sequence. */
  tests?: Table;
  /** How the runs were made and measured, a sentence each. */
  notes: string[];
  reference?: Reference;
  /** Run folders that are left out, with the reason. */
  leftOut: string[];
  /** The command that makes the report again. */
  command: string;
}

/** The results on one text. */
export interface TextResults {
  /** What is known of the text, in words. */
  text: string;
  results: Table;
  order: Order;
}

/** Puts tables and words together. */
export function experimentReport(
  {records, leftOut}: FoundRuns,
  {title, command, reference}: {title: string; command: string; reference?: Reference},
): ExperimentReport {
  const groups = runGroups(records);
  return {
    title,
    groups,
    texts: textsOf(groups).map(([text, ofText]) => ({
      text,
      results: resultTable(ofText, reference),
      order: orderWords(ofText, reference),
    })),
    times: timeTable(groups, reference),
    tests: testTable(groups, reference),
    notes: notesOn(groups, reference),
    reference,
    leftOut,
    command,
  };
}

/** The groups of each text. */
function textsOf(groups: readonly RunGroup[]): Array<[text: string, groups: RunGroup[]]> {
  const texts = new Map<string, RunGroup[]>();
  for (const group of groups) {
    const {dataDescription, config} = group.runs[0];
    // An unfinished run has no description yet.
    const twin = groups.find(({runs: [run]}) => run.dataDescription && run.config.data === config.data);
    const text = dataDescription ?? twin?.runs[0].dataDescription ?? config.data;
    texts.set(text, [...(texts.get(text) ?? []), group]);
  }
  return [...texts];
}

function notesOn(groups: readonly RunGroup[], reference?: Reference): string[] {
  const runs = groups.flatMap((group) => group.runs);
  const distinct = <T>(values: readonly T[]): T[] => [...new Set(values)];
  const each = (name: 'units' | 'length' | 'batch'): string =>
    distinct(runs.map(({config}) => config[name])).join(' or ');
  const texts = textsOf(groups).map(([text]) => text);
  const described = texts.length > 1 ? `${texts.length} texts, a table each` : texts[0];
  const characters = distinct(runs.map(({validationCharacters}) => formatCount(validationCharacters)));
  const unfinished = groups.filter((group) => !isFinished(group)).map(({name}) => name);
  const made = distinct(
    runs.flatMap(({machine, commit}) => (machine ? [machine + (commit ? `, commit ${commit}` : '')] : [])),
  );
  return [
    `${texts.length > 1 ? 'Texts' : 'Text'}: ${described}. ${each('units')} units, pieces of ${each('length')}, batch ${each('batch')}.`,
    `Bits per character, lower is better; validation over ${characters.join(' or ')} characters in pieces of ${each('length')}, ` +
      'each from the initial state; mean ± standard deviation where there are several seeds. Training: the mean over the last tenth of the updates (at most 100).',
    ...(groups.length > mostColours
      ? [`The figures show the ${mostColours} best of the ${groups.length} rows.`]
      : []),
    ...(unfinished.length
      ? [`Unfinished: ${unfinished.join(', ')}; their figures are of the update that is named.`]
      : []),
    ...(reference
      ? [
          `Figures of ${reference.name}: ${reference.source}${reference.conditions ? ` (${reference.conditions})` : ''}.`,
        ]
      : []),
    ...(made.length ? [`Machine: ${made.join('; ')}.`] : []),
  ];
}

/** What stands under the time table. */
export function timeWords({times}: ExperimentReport): string {
  const seconds =
    'Seconds that the updates of one epoch take at the median speed, without validation and saving.';
  if (!times.headings.includes('ratio')) return seconds;
  return (
    `${seconds} A ratio is to the baseline of the same folder and seed; it is fair where compare trained them, in turns of 25 ` +
    'updates, so that what else the machine did fell on all of them alike.'
  );
}

/** What stands under the table of test figures. */
export function testWords({groups}: ExperimentReport): string {
  const isDynamic = groups.some(({runs}) =>
    runs.some(({evaluations}) => evaluations.some(({dynamic, whole}) => dynamic && whole)),
  );
  const evaluation = isDynamic
    ? 'Where dynamic evaluation is named, the model went on learning from the test text that it had read; elsewhere it did not.'
    : 'Without dynamic evaluation.';
  const other = groups
    .flatMap(({runs}) => runs.flatMap(({evaluations}) => evaluations))
    .find(({untrimmed}) => untrimmed)?.untrimmed;
  const counts = other
    ? ` The column over ${formatCount(other.symbols)} divides the same bits by the symbol count that other papers state, which keeps the space at each ` +
      'line’s end: what the figure would be if these spaces cost nothing.'
    : '';
  return `The whole test text as one sequence, the state carried through. ${evaluation}${counts}`;
}
