import {modelTitles} from '../../config/names.js';
import {UserError} from '../../userError.js';
import {drawResult} from '../train/drawResult.js';
import {openDrawRun} from '../train/drawRun.js';
import type {DrawResult, DrawRunSummary} from '../train/drawRun.js';

/**
 * A run as its folder has it, finished or, from its metrics, still in training.
 *
 * @throws {UserError} when there is no DRAW run, or none that has measured its bound yet.
 */
export async function readDrawSummary(path: string, label?: string, group?: string): Promise<DrawRunSummary> {
  const {folder, config} = await openDrawRun(path);
  const metrics = await folder.metrics.read();
  if (!metrics.some(({kind}) => kind === 'test'))
    throw new UserError(`run folder ${path}: has measured no test bound yet`);
  const name = label ?? modelTitles[config.model];
  const unfinished = {parameters: NaN, dataDescription: config.data, versions: {}};
  const result: DrawResult = (await folder.readJson<DrawResult>('result.json')) ?? {
    ...drawResult(metrics, config.batch),
    ...unfinished,
  };
  return {name, group: group ?? name, config, metrics, result};
}
