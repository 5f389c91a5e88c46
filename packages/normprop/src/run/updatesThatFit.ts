import {startBackend} from 'normprop-doctor';
import type {RunTypes} from './runTypes.js';
import type {Session} from './session.js';
import type {Task} from './task.js';

/**
 * How many updates of each config fit into the demo's time, on this machine at its current load: measured on a few updates of
 * each in turn (medians), rounded down to a multiple of the demo's step, between its bounds.
 *
 * @param seconds Default the demo's own.
 */
export async function updatesThatFit<T extends RunTypes>(
  task: Task<T>,
  runs: ReadonlyArray<{config: T['config']}>,
  seconds = task.demo.secondsForUpdates,
): Promise<number> {
  const {warmUp, measured} = task.demo.timing;
  const {least, most, step} = task.demo.updates;
  const [{config: first}] = runs;
  await startBackend(first.backend);
  const data = await task.load(first);
  const sessions: Array<Session<T>> = [];
  try {
    for (const {config} of runs) sessions.push(await task.session(config, data));
    const times = sessions.map((): number[] => []);
    for (let round = 0; round < warmUp + measured; round++)
      for (const [index, session] of sessions.entries()) {
        const took = (await session.update()).seconds;
        if (round >= warmUp) times[index].push(took);
      }
    const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
    const perUpdate = times.reduce((sum, values) => sum + median(values), 0);
    return Math.min(most, Math.max(least, Math.floor(seconds / perUpdate / step) * step));
  } finally {
    sessions.forEach((session) => session.dispose());
  }
}
