import {realpath} from 'node:fs/promises';
import {basename, isAbsolute, relative, sep} from 'node:path';
import type {RunConfig} from '../../config/runConfig.js';
import type {Task} from '../../run/task.js';
import {tasks} from '../../tasks.js';
import {UserError} from '../../userError.js';
import type {QueuedRun} from './sweepQueue.js';

/** Longest name of a run: what `runName` makes is shorter. */
const longest = 200;

/**
 * A run out of the queue, as far as it may be believed: whoever can write to the queue decides what is trained, but not where, nor on
 * which files of this machine.
 *
 * @param folders Where data may lie: the shared folder and `--data-dir`.
 * @param dataDir Of this machine; stands in for the sweep's where the task has its data in folders.
 * @returns The task and the complete config, every field checked.
 * @throws {UserError} naming what is refused.
 */
export async function checkQueuedRun(
  run: unknown,
  {folders, dataDir}: {folders: readonly string[]; dataDir?: string},
): Promise<{task: Task; config: RunConfig; name: string}> {
  const {kind, config: given, folder: name} = (run ?? {}) as Partial<Record<keyof QueuedRun, unknown>>;
  if (
    typeof name !== 'string' ||
    !/^[\w.,=+-]+$/.test(name) ||
    /^\.+$/.test(name) ||
    name.length > longest ||
    basename(name) !== name
  )
    throw new UserError(`run: expected a plain name for its folder, got ${show(name)}`);
  const task = tasks.find((each) => each.kind === kind);
  if (task === undefined)
    throw new UserError(
      `${name}: kind: expected one of ${tasks.map((each) => each.kind).join(', ')}, got ${show(kind)}`,
    );
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new UserError(`${name}: config: expected an object, got ${show(given)}`);
  const {initFrom} = given as Partial<RunConfig>;
  if (typeof initFrom === 'string') await requireInside('initFrom', initFrom, folders, name); // before anything is read there
  const config = task.resolve(given as Partial<RunConfig>);
  if (task.dataInFolders.includes(config.data)) {
    if (dataDir !== undefined) return {task, name, config: {...config, dataDir}};
    if (config.dataDir !== null) await requireInside('dataDir', config.dataDir, folders, name);
    return {task, name, config};
  }
  if (!task.shippedData.includes(config.data)) await requireInside('data', config.data, folders, name);
  if (config.dataDir !== null) await requireInside('dataDir', config.dataDir, folders, name);
  return {task, name, config};
}

async function requireInside(
  field: string,
  path: string,
  folders: readonly string[],
  name: string,
): Promise<void> {
  const real = await realpath(path).catch(() => undefined); // links are followed before it is compared
  if (real !== undefined) {
    for (const folder of folders) {
      const way = relative(await realpath(folder).catch(() => folder), real);
      if (way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))) return;
    }
  }
  throw new UserError(
    `${name}: ${field}: '${path}' lies in none of the folders of this worker: ${folders.join(', ')}; start it with --data-dir <folder>`,
  );
}

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 80) ?? String(value);
