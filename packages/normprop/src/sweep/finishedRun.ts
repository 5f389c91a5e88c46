import type {CharlmConfig} from '../config/charlmConfig.js';
import {resumeDifferences} from '../config/configDifferences.js';
import type {RunSummary} from '../report/runSummary.js';
import {readRunSummary} from '../run/readRunSummary.js';
import type {RunFolder} from '../run/runFolder.js';

/** The run in a folder, if it is this config's and has used up its budget. */
export async function finishedRun(folder: RunFolder, config: CharlmConfig): Promise<RunSummary | undefined> {
  const run = await readRunSummary(folder);
  if (!run || resumeDifferences(run.config, config).length) return undefined;
  const sameBudget = run.config.updates === config.updates && run.config.epochs === config.epochs;
  return sameBudget ? run : undefined;
}
