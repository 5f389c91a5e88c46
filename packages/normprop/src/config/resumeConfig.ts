import {UserError} from '../userError.js';
import {resumeDifferences} from './configDifferences.js';
import type {ConfigRules} from './configRules.js';
import type {RunConfig} from './runConfig.js';

/**
 * The config to go on with: the saved one, with a new budget if one is asked for.
 *
 * @param given What was asked for anew; it may repeat the saved values.
 * @throws {UserError} naming each field that differs and may not.
 */
export function resumeConfig<Config extends RunConfig>(
  {resolve}: Pick<ConfigRules<Config>, 'resolve'>,
  saved: Config,
  given: Partial<Config>,
  folder: string,
): Config {
  requireSameConfig(saved, {...saved, ...given}, folder);
  const budget = given.updates != null ? {epochs: null} : given.epochs != null ? {updates: null} : {};
  return resolve({...saved, ...budget, ...given});
}

/** Throws when a run cannot be resumed with another config, naming each field that differs. */
export function requireSameConfig<Config extends object>(saved: Config, asked: Config, folder: string): void {
  const differences = resumeDifferences(saved, asked);
  if (!differences.length) return;
  throw new UserError(
    `run folder ${folder}: holds a run of another config.\n  ${differences.join('\n  ')}\n` +
      'Leave these options out to resume it as it was, or give another --out.',
  );
}
