import type {ConfigRules} from '../../config/configRules.js';
import {UserError} from '../../userError.js';
import {RunFolder} from '../runFolder.js';
import type {RunTypes} from '../runTypes.js';
import {requireSameModel, sourceConfig} from './sourceConfig.js';

/**
 * The newest whole checkpoint of the run that a config starts from.
 *
 * @param warn Called with a message for each damaged one that is skipped.
 * @throws {UserError} when there is no such run of this task, it has another model, or no usable checkpoint.
 */
export async function loadSource<T extends RunTypes>(
  config: T['config'] & {initFrom: string},
  rules: Pick<ConfigRules<T['config']>, 'kind' | 'complete' | 'fieldsOfWeights'>,
  warn: (message: string) => void = () => undefined,
): Promise<T['checkpoint']> {
  const {initFrom: path} = config;
  requireSameModel(config, sourceConfig(path, rules), rules);
  const checkpoint = await new RunFolder<T>(path, rules).checkpoints.load(warn).catch((error: Error) => {
    throw new UserError(`initFrom: ${error.message}`);
  });
  if (!checkpoint)
    throw new UserError(`initFrom: run folder ${path}: holds no checkpoint yet; train it first`);
  return checkpoint;
}
