import type {RunConfig} from '../config/runConfig.js';
import {UserError} from '../userError.js';

/** The form of a run folder that this version writes. */
const format = 1;

/** A run's `config.json`: the config, and before it which task's it is. */
export interface SavedConfig<Config> {
  /** The task: `charlm`, `draw`. */
  kind: string;
  config: Config;
}

/** What `config.json` holds for a config. */
export function describeConfig(kind: string, config: RunConfig): object {
  return {kind, format, ...config};
}

/**
 * The config in a `config.json`, and its kind. Files of before kinds were written are of text, or of DRAW, which has glimpses.
 *
 * @param where What to name in an error: `run folder runs/x`.
 * @throws {UserError} for a form that a later version wrote.
 */
export function readDescribed<Config = RunConfig>(where: string, saved: unknown): SavedConfig<Config> {
  if (typeof saved !== 'object' || saved === null || Array.isArray(saved))
    throw new UserError(
      `${where}: config.json: expected an object, got ${JSON.stringify(saved).slice(0, 40)}`,
    );
  const {kind, format: written, ...config} = saved as {kind?: unknown; format?: unknown};
  if (kind === undefined && written === undefined)
    return {kind: 'glimpses' in config ? 'draw' : 'charlm', config: config as Config};
  if (typeof kind !== 'string')
    throw new UserError(`${where}: kind: expected the name of a task, got ${JSON.stringify(kind)}`);
  if (written !== format)
    throw new UserError(
      `${where}: format: expected ${format}, got ${JSON.stringify(written)}; another version of normprop wrote it`,
    );
  return {kind, config: config as Config};
}
