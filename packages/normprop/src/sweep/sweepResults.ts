import {randomUUID} from 'node:crypto';
import {rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {RunSummary} from '../run/runTypes.js';
import {textTable} from '../page/textTable.js';
import {RunFolder} from '../run/runFolder.js';
import {finishedRun} from '../run/finishedRun.js';
import {valueWord} from './valueWord.js';
import type {RunState, SweepBoard} from './sweepBoard.js';

/** A setting's runs, one a seed, and the mean of their validation figures. */
interface SettingResult {
  variant: string;
  setting: string;
  runs: RunSummary[];
  /** Of each run. */
  outcomes: Array<{validation: number; train: number}>;
  mean: number;
  digits: number;
}

/**
 * Writes `sweep.jsonl`: one line a run, the best first, those without a figure last. Written anew after each run, so
 * that it is there also when the sweep is killed.
 */
export async function writeSweepLines(folder: string, board: SweepBoard): Promise<string> {
  const lines: Array<{validation: number; line: object}> = [];
  for (const {state, result} of await withResults(folder, board)) {
    const {run, phase, message} = state;
    const {name, variant, values, config} = run;
    const about = {run: name, ...(variant !== '' && {variant}), values, seed: config.seed, state: phase};
    if (!result) {
      lines.push({validation: Infinity, line: {...about, ...(message !== undefined && {message})}});
      continue;
    }
    const {validation} = run.task.outcome(result);
    lines.push({validation, line: {...about, ...run.task.figures(result.result)}});
  }
  lines.sort((one, other) => one.validation - other.validation || 0);
  const file = join(folder, 'sweep.jsonl');
  const draft = `${file}.${randomUUID()}`; // runs that end together, or two drivers, write at the same time
  await writeFile(draft, lines.map(({line}) => JSON.stringify(line) + '\n').join(''));
  await rename(draft, file);
  return file;
}

/**
 * The table of a sweep: a row a setting, sorted by the validation figure, the mean over its seeds; then the
 * best setting of each variant; then what failed.
 */
export async function sweepTable(folder: string, board: SweepBoard): Promise<string> {
  const settings = await settingResults(folder, board);
  const seeds = Math.max(1, ...settings.map(({runs}) => runs.length));
  const headings = [
    'setting',
    'validation',
    ...(seeds > 1 ? ['±', 'seeds'] : []),
    'train',
    'clipped',
    'seconds',
  ];
  const row = ({variant, setting, runs, outcomes, mean, digits}: SettingResult): string[] => [
    [variant, setting].filter(Boolean).join(': '),
    mean.toFixed(digits),
    ...(seeds > 1
      ? [
          spreadOf(
            outcomes.map(({validation}) => validation),
            digits,
          ),
          String(runs.length),
        ]
      : []),
    meanOf(outcomes.map(({train}) => train)).toFixed(digits),
    `${Math.round(meanOf(runs.map(({result}) => result.clipped)) * 100)} %`,
    meanOf(runs.map(({result}) => result.seconds)).toFixed(1),
  ];
  const variants = [...new Set(settings.map(({variant}) => variant))];
  const best = variants.map((variant) => settings.find((each) => each.variant === variant)!);
  const failures = board.states.filter(({phase}) => phase === 'failed');
  return [
    ...(settings.length ? [textTable(headings, settings.map(row))] : []),
    ...(variants.length > 1 ? [`Best of each variant:\n\n${textTable(headings, best.map(row))}`] : []),
    ...failures.map(({run, message}) => `${run.name} failed: ${message}`),
  ].join('\n\n');
}

async function settingResults(folder: string, board: SweepBoard): Promise<SettingResult[]> {
  const settings = new Map<string, SettingResult>();
  for (const {state, result} of await withResults(folder, board)) {
    if (!result) continue;
    const {variant, values, task} = state.run;
    const setting = Object.entries(values)
      .map(([names, value]) => `${names} ${valueWord(value)}`)
      .join(', ');
    const key = JSON.stringify([variant, setting]);
    const {runs, outcomes} = settings.get(key) ?? {runs: [], outcomes: []};
    const both = {runs: [...runs, result], outcomes: [...outcomes, task.outcome(result)]};
    const mean = meanOf(both.outcomes.map(({validation}) => validation));
    settings.set(key, {variant, setting: setting || 'base', ...both, mean, digits: task.measure.digits});
  }
  const rows = [...settings.values()];
  return rows.sort((one, other) => one.mean - other.mean);
}

/** Each run's state, with its result when it has one. */
async function withResults(
  folder: string,
  {states}: SweepBoard,
): Promise<Array<{state: RunState; result?: RunSummary}>> {
  const read = async (state: RunState): Promise<{state: RunState; result?: RunSummary}> =>
    state.phase === 'finished'
      ? {
          state,
          result: await finishedRun(
            new RunFolder(join(folder, state.run.name), state.run.task),
            state.run.config,
          ),
        }
      : {state};
  return Promise.all(states.map(read));
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** The sample standard deviation; nothing for one value. */
function spreadOf(values: readonly number[], digits: number): string {
  if (values.length < 2) return '';
  const mean = meanOf(values);
  const squares = values.map((value) => (value - mean) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (values.length - 1)).toFixed(digits);
}
