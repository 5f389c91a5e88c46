import type {CharlmConfig} from '../config/charlmConfig.js';
import {resumeDifferences} from '../config/configDifferences.js';
import type {RunSummary} from '../report/runSummary.js';
import {readRunSummary} from './readRunSummary.js';
import type {RunFolder} from './runFolder.js';

/**
 * The run in a folder, if it is this config's and has used up its budget.
 *
 * @param names What tables call it, as for `readRunSummary`.
 */
export async function finishedRun(
  folder: RunFolder,
  config: CharlmConfig,
  names: {name?: string; group?: string} = {},
): Promise<RunSummary | undefined> {
  const run = await readRunSummary(folder, names.name, names.group);
  if (!run || resumeDifferences(run.config, config).length) return undefined;
  const sameBudget = run.config.updates === config.updates && run.config.epochs === config.epochs;
  return sameBudget ? run : undefined;
}
