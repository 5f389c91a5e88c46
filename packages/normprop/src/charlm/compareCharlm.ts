import type {ComparisonEntry} from '../run/comparisonEntry.js';
import {compareRuns} from '../run/compareRuns.js';
import type {CompareRunsOptions} from '../run/compareRuns.js';
import {charlmTask} from './charlmTask.js';
import type {CharlmSummary} from './record/charlmTypes.js';
import type {CharlmConfig} from './config/charlmConfig.js';
import {writeComparison} from './report/writeReport.js';
import type {StockTiming} from './report/stockTiming.js';

/** Where and how to compare. */
export interface CompareOptions extends CompareRunsOptions {
  /** The command that makes this comparison again, for the report. */
  command: (runs: readonly CharlmSummary[]) => string;
  /** How fast stock tfjs is, for the report. */
  stock?: StockTiming;
}

/** What a comparison leaves. */
export interface Comparison {
  runs: CharlmSummary[];
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
  entries: ReadonlyArray<ComparisonEntry<CharlmConfig>>,
  {command, stock, ...options}: CompareOptions,
): Promise<Comparison> {
  const runs = await compareRuns(charlmTask, entries, options);
  const report = await writeComparison(options.folder, {runs, command: command(runs), stock});
  return {runs, stock, report};
}
