import type {ConfigRules} from '../../config/configRules.js';
import type {RunConfig} from '../../config/runConfig.js';
import {UserError} from '../../userError.js';
import {requireRun} from '../runFolder.js';
import type {RunKind} from '../runFolder.js';
import type {SavedConfig} from '../savedConfig.js';

/**
 * The config of the run that another starts from.
 *
 * @throws {UserError} when there is no run in the folder, or one of another kind.
 */
export function sourceConfig<Config extends RunConfig>(
  path: string,
  {kind, complete}: RunKind<Config>,
): Config {
  let saved: SavedConfig<RunConfig>;
  try {
    saved = requireRun(path);
  } catch (error) {
    throw new UserError(`initFrom: ${(error as Error).message}`, 2);
  }
  if (saved.kind !== kind)
    throw new UserError(
      `initFrom: run folder ${path}: holds a run of kind '${saved.kind}'; the weights of a run of kind '${kind}' are needed`,
      2,
    );
  return complete(saved.config as Config);
}

/**
 * Throws when a config asks for another model than that of the run that it starts from.
 *
 * @param asked Some of its fields, or all.
 * @throws {UserError} naming each field that differs, with both values.
 */
export function requireSameModel<Config extends RunConfig>(
  asked: Partial<Config> & {initFrom: string},
  source: Config,
  {fieldsOfWeights}: Pick<ConfigRules<Config>, 'fieldsOfWeights'>,
): void {
  const show = (value: unknown): string => JSON.stringify(value);
  const [values, there] = [asked, source] as Array<Record<string, unknown>>;
  const differences = fieldsOfWeights(source)
    .filter((name) => values[name] !== undefined && show(values[name]) !== show(there[name]))
    .map((name) => `${name}: ${show(there[name])} there, ${show(values[name])} asked for`);
  if (!differences.length) return;
  throw new UserError(
    `initFrom: run folder ${asked.initFrom}: its model is another one.\n  ${differences.join('\n  ')}\n` +
      'Leave these options out to go on with its model, or leave initFrom out to begin a new one.',
    2,
  );
}
