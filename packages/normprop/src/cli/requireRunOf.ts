import type {Task} from '../run/task.js';
import {openRun} from '../tasks.js';
import {UserError} from '../userError.js';

/**
 * Sees to it that a command gets a run of the task that it is for.
 *
 * @param command Its name: `sample`, `draw sample`.
 * @throws {UserError} when there is no run, or one of another task, with what to call instead.
 */
export function requireRunOf(task: Task, run: string, command: string): void {
  const {task: found} = openRun(run);
  if (found.kind === task.kind) return;
  const hint = found.instead[command]?.replace('<run>', run);
  throw new UserError(
    `run folder ${run}: holds a run of ${found.subject}, and 'normprop ${command}' is for ${task.subject}${hint ? `; ${hint}` : ''}.`,
  );
}
