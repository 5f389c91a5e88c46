import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {resumeDifferences} from '../config/configDifferences.js';
import {loadCorpus} from '../data/loadCorpus.js';
import type {LoadCorpusOptions} from '../data/loadCorpus.js';
import type {TrainingProgress} from '../progress/trainingProgress.js';
import {reportPage} from '../report/reportPage.js';
import type {RunSummary} from '../report/runSummary.js';
import {readRunSummary} from '../run/readRunSummary.js';
import {RunFolder} from '../run/runFolder.js';
import {writeAtomically} from '../run/writeAtomically.js';
import {trainCharlm} from '../train/trainCharlm.js';
import {UserError} from '../userError.js';
import type {ComparisonEntry} from './comparisonEntry.js';

/** Where and how to compare. */
export interface CompareOptions {
  /** Holds a run folder for each entry, and the report. */
  folder: string;
  /** Go on: finished runs are kept, an interrupted one is resumed. */
  resume?: boolean;
  /** Replace runs of an earlier comparison. */
  overwrite?: boolean;
  /** The command that makes this comparison again, for the report. */
  command: string;
  progress?: TrainingProgress;
  signal?: AbortSignal;
  warn?: (message: string) => void;
  loading?: LoadCorpusOptions;
}

/** What a comparison leaves. */
export interface Comparison {
  runs: RunSummary[];
  /** The path of the report. */
  report: string;
}

/**
 * Trains several models one after the other, on the same text in the same order, and writes one report.
 *
 * @throws As `trainCharlm`.
 */
export async function compareCharlm(
  entries: readonly ComparisonEntry[],
  options: CompareOptions,
): Promise<Comparison> {
  const {folder, resume = false, overwrite = false, progress, signal, warn} = options;
  const corpus = await loadCorpus(entries[0].config, options.loading);
  await makeFolder(folder);
  const folders = entries.map((entry) => new RunFolder(join(folder, entry.folder)));
  await requireFree(folders, {resume, overwrite});
  const runs: RunSummary[] = [];
  for (const [index, {name, group, config}] of entries.entries()) {
    const runFolder = folders[index];
    const finished = resume ? await finishedRun(runFolder, entries[index]) : undefined;
    const run =
      finished ??
      (await trainCharlm(config, {
        folder: runFolder.path,
        resume: resume && (await runFolder.config()) !== undefined,
        label: name,
        progress,
        signal,
        warn,
        corpus,
      }));
    runs.push({...run, name, group});
  }
  const report = join(folder, 'report.html');
  await writeAtomically(report, await reportPage({runs, command: options.command}));
  return {runs, report};
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

/** The run in the folder, if it is this entry's and has used up its budget. */
async function finishedRun(
  folder: RunFolder,
  {name, group, config}: ComparisonEntry,
): Promise<RunSummary | undefined> {
  const run = await readRunSummary(folder, name, group);
  if (!run || resumeDifferences(run.config, config).length) return undefined;
  const sameBudget = run.config.updates === config.updates && run.config.epochs === config.epochs;
  return sameBudget ? run : undefined;
}
