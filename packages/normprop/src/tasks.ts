import {charlmTask} from './charlm/charlmTask.js';
import {drawTask} from './draw/drawTask.js';
import {requireRun, RunFolder} from './run/runFolder.js';
import type {RunConfig} from './config/runConfig.js';
import type {Task} from './run/task.js';
import {UserError} from './userError.js';

/** Every kind of training there is, text first. A new one is a folder beside `charlm` and `draw`, and its name here. */
export const tasks: readonly Task[] = [charlmTask, drawTask];

/**
 * The task of a kind.
 *
 * @param where What to name in an error: `run folder runs/x`.
 */
export function taskOf(kind: unknown, where: string): Task {
  const task = tasks.find((each) => each.kind === kind);
  if (task) return task;
  const kinds = tasks.map((each) => each.kind).join(', ');
  throw new UserError(`${where}: kind: expected one of ${kinds}, got ${JSON.stringify(kind)}`, 2);
}

/**
 * The run of any task in a folder.
 *
 * @throws {UserError} when there is no folder, no run in it, or one of an unknown task.
 */
export function openRun(path: string): {task: Task; folder: RunFolder; config: RunConfig} {
  const {kind, config} = requireRun(path);
  const task = taskOf(kind, `run folder ${path}`);
  return {task, folder: new RunFolder(path, task), config: task.complete(config)};
}
