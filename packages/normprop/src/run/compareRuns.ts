import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {UserError} from '../userError.js';
import type {ComparisonEntry} from './comparisonEntry.js';
import {finishedRun} from './finishedRun.js';
import type {LoadOptions} from './loadOptions.js';
import {RunFolder} from './runFolder.js';
import {runTraining} from './runTraining.js';
import type {TrainingOptions} from './runTraining.js';
import type {RunSummary, RunTypes} from './runTypes.js';
import {requireNotItself} from './source/requireNotItself.js';
import type {Task} from './task.js';

/** Where and how to compare. */
export interface CompareRunsOptions extends Omit<TrainingOptions, 'files'> {
  /** Holds a run folder for each entry, and the report. */
  folder: string;
  /** Go on: finished runs are kept, an interrupted one is resumed. */
  resume?: boolean;
  /** Replace runs of an earlier comparison. */
  overwrite?: boolean;
  loading?: LoadOptions;
}

/**
 * Trains several models of a task on the same data in the same order, those of one seed in turns.
 *
 * @returns The finished runs, in the order of the entries.
 * @throws As `runTraining`.
 */
export async function compareRuns<T extends RunTypes>(
  task: Task<T>,
  entries: ReadonlyArray<ComparisonEntry<T['config']>>,
  options: CompareRunsOptions,
): Promise<Array<RunSummary<T>>> {
  const {folder, resume = false, overwrite = false, loading} = options;
  const load = sharedData(task, loading);
  const runFolderOf = (entry: ComparisonEntry): RunFolder<T> =>
    new RunFolder(join(folder, entry.folder), task);
  /** The folder of a run to resume. */
  const begunIn = async (entry: ComparisonEntry): Promise<string | undefined> =>
    resume && (await runFolderOf(entry).config()) !== undefined ? runFolderOf(entry).path : undefined;
  for (const {config} of entries)
    for (const entry of entries) requireNotItself(config, runFolderOf(entry).path);
  // What is wrong with the data is said before anything is written.
  await load(entries[0].config, await begunIn(entries[0]));
  await makeFolder(folder);
  await requireFree(entries.map(runFolderOf), {resume, overwrite});
  const runs = new Map<ComparisonEntry<T['config']>, RunSummary<T>>();
  for (const seed of new Set(entries.map(({config}) => config.seed))) {
    const due: Array<ComparisonEntry<T['config']>> = [];
    for (const entry of entries.filter(({config}) => config.seed === seed)) {
      const finished = resume ? await finishedRun(runFolderOf(entry), entry.config, entry) : undefined;
      if (finished) runs.set(entry, finished);
      else due.push(entry);
    }
    const planned = [];
    for (const entry of due) {
      const {path} = runFolderOf(entry);
      const begun = await begunIn(entry);
      const {name: label, group, config} = entry;
      const data = await load(config, begun);
      planned.push({config, folder: path, label, group, resume: begun !== undefined, data});
    }
    const trained = await runTraining(task, planned, options);
    due.forEach((entry, index) => runs.set(entry, trained[index]));
  }
  return entries.map((entry) => runs.get(entry)!);
}

/** Loads a task's data, once for configs that learn from the same. */
function sharedData<T extends RunTypes>(
  task: Task<T>,
  loading?: LoadOptions,
): (config: T['config'], again?: string) => Promise<T['data']> {
  let last: {key: string; data: T['data']} | undefined;
  return async (config, again) => {
    const key = task.dataKey(config);
    if (last?.key !== key) last = {key, data: await task.load(config, {...loading, again})};
    return last.data;
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, {recursive: true});
  } catch (error) {
    throw new UserError(`folder ${folder}: cannot be made (${(error as Error).message})`);
  }
}

/** Clears the run folders, or throws when they hold runs that nobody said to replace or to resume. */
async function requireFree(
  folders: readonly RunFolder[],
  {resume, overwrite}: {resume: boolean; overwrite: boolean},
): Promise<void> {
  for (const folder of folders) {
    if (overwrite) await folder.clear();
    else if (!resume && (await folder.config()))
      throw new UserError(
        `run folder ${folder.path}: already holds a run. Add --resume to go on, --overwrite to replace it, ` +
          'or give another --out.',
      );
  }
}
