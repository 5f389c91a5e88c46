import {modelTitles} from '../config/modelNames.js';
import type {RunFolder} from './runFolder.js';
import type {RunSummary, RunTypes} from './runTypes.js';

/** A finished run as its folder has it; nothing when it is not finished. */
export async function readRunSummary<T extends RunTypes>(
  folder: RunFolder<T>,
  label?: string,
  group?: string,
): Promise<RunSummary<T> | undefined> {
  const config = await folder.config();
  const result = await folder.readJson<T['result']>('result.json');
  if (!config || !result) return undefined;
  const name = label ?? modelTitles[config.model];
  return {name, group: group ?? name, config, metrics: await folder.metrics.read(), result};
}
