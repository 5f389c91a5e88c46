import {existsSync, realpathSync} from 'node:fs';
import {resolve} from 'node:path';
import type {RunConfig} from '../../config/runConfig.js';
import {UserError} from '../../userError.js';

/**
 * Throws when a run is to start from its own folder, whose weights `--overwrite` would remove.
 *
 * @param folder The run folder that is to be trained into.
 */
export function requireNotItself({initFrom}: Pick<RunConfig, 'initFrom'>, folder: string): void {
  if (initFrom === null || placeOf(initFrom) !== placeOf(folder)) return;
  throw new UserError(
    `initFrom: run folder ${initFrom}: is trained into itself. Give another --out, or --resume alone to train the same run longer.`,
    2,
  );
}

const placeOf = (path: string): string => (existsSync(path) ? realpathSync(path) : resolve(path));
