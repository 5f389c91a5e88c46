import {modelTitles} from '../../config/modelNames.js';
import {UserError} from '../../userError.js';
import {measuredDrawResult} from '../train/measuredDrawResult.js';
import {requireRun} from '../../run/runFolder.js';
import {DrawRunFolder} from '../record/drawTypes.js';
import type {DrawResult, DrawSummary} from '../record/drawTypes.js';

/**
 * A run as its folder has it, finished or, from its metrics, still in training.
 *
 * @throws {UserError} when there is no DRAW run, or none that has measured its bound yet.
 */
export async function readDrawSummary(path: string, label?: string, group?: string): Promise<DrawSummary> {
  requireRun(path);
  const folder = new DrawRunFolder(path);
  const config = (await folder.config())!;
  const metrics = await folder.metrics.read();
  if (!metrics.some(({kind}) => kind === 'test'))
    throw new UserError(`run folder ${path}: has measured no test bound yet`);
  const name = label ?? modelTitles[config.model];
  const unfinished = {parameters: NaN, dataDescription: config.data, versions: {}};
  const result: DrawResult = (await folder.readJson<DrawResult>('result.json')) ?? {
    ...measuredDrawResult(metrics, config.batch),
    ...unfinished,
  };
  return {name, group: group ?? name, config, metrics, result};
}
