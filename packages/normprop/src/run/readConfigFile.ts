import {readJsonObject} from '../config/readJsonObject.js';
import {UserError} from '../userError.js';
import {readDescribed} from './savedConfig.js';
import type {RunTypes} from './runTypes.js';
import type {Task} from './task.js';

/**
 * Reads a JSON object of some of a task's config fields (not checked here; see `resolve`). It may be the `config.json` of a run.
 *
 * @throws {UserError} when the file cannot be read, is not JSON, holds no object, or is the config of another kind of run.
 */
export async function readConfigFile<T extends RunTypes>(
  {kind}: Pick<Task<T>, 'kind'>,
  file: string,
): Promise<Partial<T['config']>> {
  const value = await readJsonObject(file);
  if (!('kind' in value) && !('format' in value)) return value;
  const saved = readDescribed<Partial<T['config']>>(`config file ${file}`, value);
  if (saved.kind !== kind)
    throw new UserError(`config file ${file}: kind: expected '${kind}', got '${saved.kind}'`, 2);
  return saved.config;
}
