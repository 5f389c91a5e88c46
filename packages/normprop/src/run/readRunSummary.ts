import {modelTitles} from '../config/names.js';
import type {RunResult, RunSummary} from '../report/runSummary.js';
import type {RunFolder} from './runFolder.js';

/** A finished run as its folder has it; nothing when it is not finished. */
export async function readRunSummary(
  folder: RunFolder,
  label?: string,
  group?: string,
): Promise<RunSummary | undefined> {
  const config = await folder.config();
  const result = await folder.readJson<RunResult>('result.json');
  if (!config || !result) return undefined;
  const name = label ?? modelTitles[config.model];
  return {name, group: group ?? name, config, metrics: await folder.metrics.read(), result};
}
