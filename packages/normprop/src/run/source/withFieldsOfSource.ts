import type {ConfigRules} from '../../config/configRules.js';
import type {RunConfig} from '../../config/runConfig.js';
import {requireSameModel, sourceConfig} from './sourceConfig.js';

/**
 * Some fields of a config, and those that it has from the run that `initFrom` names. A config that has all fields of its model, such
 * as that of a run that is resumed, is left as it is, whether the other run is still there or not.
 *
 * @throws {UserError} when there is no such run of this task, or a field of its weights is given and differs.
 */
export function withFieldsOfSource<Config extends RunConfig>(
  given: Partial<Config>,
  rules: Pick<ConfigRules<Config>, 'kind' | 'complete' | 'fieldsOfWeights' | 'usualOfSource' | 'options'>,
): Partial<Config> {
  const {initFrom} = given;
  if (typeof initFrom !== 'string') return given;
  const asked = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const ofModel = rules.options.filter(({group}) => group === 'Model');
  if (ofModel.every(({name}) => name in asked)) return given;
  const source = sourceConfig(initFrom, rules);
  requireSameModel({...given, initFrom}, source, rules);
  const taken = (names: readonly string[]): object =>
    Object.fromEntries(names.map((name) => [name, source[name as keyof Config]]));
  return {
    ...taken(rules.usualOfSource),
    ...asked,
    ...taken(rules.fieldsOfWeights(source)),
  } as Partial<Config>;
}
