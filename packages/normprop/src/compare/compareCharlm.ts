import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import type {TextCorpus} from 'normprop-datasets';
import {loadCorpus} from '../data/loadCorpus.js';
import type {LoadCorpusOptions} from '../data/loadCorpus.js';
import type {TrainingProgress} from '../progress/trainingProgress.js';
import {reportPage} from '../report/reportPage.js';
import type {RunSummary} from '../report/runSummary.js';
import type {StockTiming} from '../report/stockTiming.js';
import {finishedRun} from '../run/finishedRun.js';
import {RunFolder} from '../run/runFolder.js';
import {writeAtomically} from '../run/writeAtomically.js';
import {OpenRun} from '../train/openRun.js';
import {UserError} from '../userError.js';
import type {ComparisonEntry} from './comparisonEntry.js';
import {trainInTurns} from './trainInTurns.js';

/** Where and how to compare. */
export interface CompareOptions {
  /** Holds a run folder for each entry, and the report. */
  folder: string;
  /** Go on: finished runs are kept, an interrupted one is resumed. */
  resume?: boolean;
  /** Replace runs of an earlier comparison. */
  overwrite?: boolean;
  /** The command that makes this comparison again, for the report. */
  command: (runs: readonly RunSummary[]) => string;
  /** Whether to end all runs early, at one and the same update; asked every 25 updates. */
  isLate?: () => boolean;
  /** How fast stock tfjs is, for the report. */
  stock?: StockTiming;
  progress?: TrainingProgress;
  signal?: AbortSignal;
  warn?: (message: string) => void;
  /** Told what each run will take by itself; see `TrainOptions`. */
  tell?: (message: string) => void;
  loading?: LoadCorpusOptions;
}

/** What a comparison leaves. */
export interface Comparison {
  runs: RunSummary[];
  stock?: StockTiming;
  /** The path of the report. */
  report: string;
}

/**
 * Trains several models on the same text in the same order, those of one seed in turns, and writes one report.
 *
 * @throws As `trainCharlm`.
 */
export async function compareCharlm(
  entries: readonly ComparisonEntry[],
  options: CompareOptions,
): Promise<Comparison> {
  const {folder, resume = false, overwrite = false} = options;
  const corpus = await loadCorpus(entries[0].config, options.loading);
  await makeFolder(folder);
  const runFolderOf = (entry: ComparisonEntry): RunFolder => new RunFolder(join(folder, entry.folder));
  await requireFree(entries.map(runFolderOf), {resume, overwrite});
  const runs = new Map<ComparisonEntry, RunSummary>();
  for (const seed of new Set(entries.map(({config}) => config.seed))) {
    const due: ComparisonEntry[] = [];
    for (const entry of entries.filter(({config}) => config.seed === seed)) {
      const finished = resume ? await finishedRun(runFolderOf(entry), entry.config, entry) : undefined;
      if (finished) runs.set(entry, finished);
      else due.push(entry);
    }
    const trained = await trainTogether(due, {...options, corpus, runFolderOf});
    due.forEach((entry, index) => runs.set(entry, trained[index]));
  }
  const summaries = entries.map((entry) => runs.get(entry)!);
  const report = join(folder, 'report.html');
  const {stock} = options;
  const command = options.command(summaries);
  await writeAtomically(report, await reportPage({runs: summaries, command, stock}));
  return {runs: summaries, stock, report};
}

/** Opens runs, trains them in turns, and gathers what they measured. */
async function trainTogether(
  entries: readonly ComparisonEntry[],
  {
    resume = false,
    progress,
    signal,
    warn,
    tell,
    isLate,
    corpus,
    runFolderOf,
  }: CompareOptions & {corpus: TextCorpus; runFolderOf: (entry: ComparisonEntry) => RunFolder},
): Promise<RunSummary[]> {
  const runs: OpenRun[] = [];
  try {
    for (const entry of entries) {
      const folder = runFolderOf(entry);
      const isBegun = resume && (await folder.config()) !== undefined;
      const {name: label, config} = entry;
      runs.push(
        await OpenRun.open(config, {
          folder: folder.path,
          resume: isBegun,
          label,
          progress,
          signal,
          warn,
          tell,
          runsTogether: entries.length,
          corpus,
        }),
      );
    }
    if (runs.length) await trainInTurns(runs, isLate);
    progress?.finish();
    const summaries: RunSummary[] = [];
    for (const [index, {group}] of entries.entries())
      summaries.push({...(await runs[index].finish()), group});
    return summaries;
  } finally {
    progress?.finish();
    runs.forEach((run) => run.dispose());
  }
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
