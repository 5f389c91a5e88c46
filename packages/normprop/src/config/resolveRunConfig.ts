import {UserError} from '../userError.js';
import {checkFields} from './checkFields.js';
import type {ConfigOption} from './configOption.js';
import {fillModelFields} from './fillModelFields.js';
import type {RunConfig} from './runConfig.js';

/**
 * A complete config out of some of its fields: checks every one, fills in the defaults and the model's own.
 *
 * @param budget Of a run that names neither `updates` nor `epochs`.
 * @throws {UserError} naming the field, what was expected and what came: an unknown field, a value of the wrong
 * kind, both `updates` and `epochs`, or an option that the model does not have.
 */
export function resolveRunConfig<Config extends RunConfig>(
  given: Partial<Config>,
  {
    options,
    defaults,
    budget,
    modelDefaults,
  }: {
    options: readonly ConfigOption[];
    defaults: Config;
    budget: {updates: number} | {epochs: number};
    modelDefaults: Readonly<Record<RunConfig['model'], object>>;
  },
): Config {
  checkFields(given, options);
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const config: Config = {...defaults, ...set};
  if (config.updates !== null && config.epochs !== null)
    throw new UserError('updates and epochs: expected one of them, got both', 2);
  if (config.updates === null && config.epochs === null) Object.assign(config, budget);
  fillModelFields(config, modelDefaults);
  return config;
}
