import {basename} from 'node:path';
import {charlmOptions} from '../config/charlmOptions.js';
import {modelNames, modelTitles} from '../../config/modelNames.js';
import {spreadOf} from '../../page/spread.js';
import type {Spread} from '../../page/spread.js';
import {configKey} from './findRuns.js';
import type {CurvePoint, RunRecord} from './runRecord.js';

/** Runs that differ in nothing but the seed: one row of a table, one colour of a figure. */
export interface RunGroup {
  /** Unique on the page. */
  name: string;
  /** The name of the config file or folder, without the seed; empty where the runs' folders do not agree on one. */
  word: string;
  /** By seed. */
  runs: RunRecord[];
}

/** The groups of some runs, by model and then by name. */
export function runGroups(records: readonly RunRecord[]): RunGroup[] {
  const byConfig = new Map<string, RunRecord[]>();
  for (const record of records) {
    const key = configKey(record);
    byConfig.set(key, [...(byConfig.get(key) ?? []), record]);
  }
  const groups = [...byConfig.values()].map((runs) => {
    runs.sort((one, other) => one.config.seed - other.config.seed);
    const words = new Set(runs.map(wordOf));
    const word = words.size === 1 ? [...words][0] : '';
    return {name: titleOf(word, runs[0]), word, runs};
  });
  const place = ({runs: [run]}: RunGroup): number => modelNames.indexOf(run.config.model);
  groups.sort((one, other) => place(one) - place(other) || (one.word < other.word ? -1 : 1));
  return tellApart(groups);
}

/** Whether every run of a group is finished. */
export const isFinished = ({runs}: RunGroup): boolean => runs.every(({finished}) => finished);

/** The last update at which all these runs have been validated; undefined when there is none. */
export function lastCommonValidation(runs: readonly RunRecord[]): number | undefined {
  const [first, ...others] = runs.map(({validation}) => new Set(validation.map(({update}) => update)));
  return [...first].filter((update) => others.every((each) => each.has(update))).pop();
}

/** The validation at an update, over the runs of a group. */
export function validationAt({runs}: RunGroup, update: number): Spread {
  const at = (points: readonly CurvePoint[]): number =>
    points.find((point) => point.update === update)!.bitsPerCharacter;
  return spreadOf(runs.map(({validation}) => at(validation)));
}

const wordOf = ({run}: RunRecord): string =>
  run === '.' ? '' : basename(run).replace(/[-_ ]*seed[-_ ]*\d+$/i, '');

/** A folder that is named after its model takes the model's title. */
function titleOf(word: string, {config: {model}}: RunRecord): string {
  const letters = (text: string): string => text.replace(/[^a-z\d]/gi, '').toLowerCase();
  const isModel = [model, modelTitles[model]].some((name) => letters(name) === letters(word));
  return word === '' || isModel ? modelTitles[model] : word;
}

/** Adds to groups of one name what they differ in: `Norm Prop, units 256`. */
function tellApart(groups: RunGroup[]): RunGroup[] {
  return groups.map((group) => {
    const twins = groups.filter(({name}) => name === group.name);
    if (twins.length === 1) return group;
    const differing = charlmOptions
      .map(({name}) => name)
      .filter((name) => !['seed', 'dataDir', 'checkpointEvery'].includes(name))
      .filter((name) => new Set(twins.map(({runs: [run]}) => String(run.config[name]))).size > 1);
    const words = differing.map((name) => `${name} ${String(group.runs[0].config[name])}`);
    return {...group, name: [group.name, ...words].join(', ')};
  });
}
