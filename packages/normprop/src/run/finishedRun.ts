import {resumeDifferences} from '../config/configDifferences.js';
import {readRunSummary} from './readRunSummary.js';
import type {RunFolder} from './runFolder.js';
import type {RunSummary, RunTypes} from './runTypes.js';

/**
 * The run in a folder, if it is this config's and has used up its budget.
 *
 * @param names What tables call it, as for `readRunSummary`.
 */
export async function finishedRun<T extends RunTypes>(
  folder: RunFolder<T>,
  config: T['config'],
  names: {name?: string; group?: string} = {},
): Promise<RunSummary<T> | undefined> {
  const run = await readRunSummary(folder, names.name, names.group);
  if (!run || resumeDifferences(run.config, config).length) return undefined;
  const sameBudget = run.config.updates === config.updates && run.config.epochs === config.epochs;
  return sameBudget ? run : undefined;
}
