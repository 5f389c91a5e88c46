import {requireSameConfig} from '../config/resumeConfig.js';
import type {RunFolder} from './runFolder.js';
import type {RunTypes} from './runTypes.js';
import {UserError} from '../userError.js';

/** @throws {UserError} when the folder holds a run. */
export async function requireNoRun<T extends RunTypes>(folder: RunFolder<T>): Promise<void> {
  if (await folder.config())
    throw new UserError(
      `run folder ${folder.path}: already holds a run. Add --resume to go on with it, --overwrite to replace it, ` +
        'or give another --out.',
    );
}

/**
 * Makes a folder ready for a run, or for going on with the one in it.
 *
 * @throws {UserError} when the folder holds a run and `resume` is not asked for, when it holds none and it is, or when
 * it holds a run of another config (each field that differs is named).
 */
export async function prepareRunFolder<T extends RunTypes>(
  folder: RunFolder<T>,
  config: T['config'],
  resume: boolean,
): Promise<void> {
  if (!resume) await requireNoRun(folder);
  const saved = await folder.config();
  if (!saved && resume)
    throw new UserError(
      `run folder ${folder.path}: holds no run to resume. Leave --resume out to start one.`,
    );
  if (saved) requireSameConfig(saved, config, folder.path);
  await folder.begin(config);
}
