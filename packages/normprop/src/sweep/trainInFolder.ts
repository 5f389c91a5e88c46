import {disk} from '../run/fileSystem.js';
import {RunFolder} from '../run/runFolder.js';
import {Interrupted} from '../run/interrupted.js';
import {runTraining} from '../run/runTraining.js';
import type {RunSummary} from '../run/runTypes.js';
import {taskOf} from '../tasks.js';
import {finishedRun} from '../run/finishedRun.js';
import {RunLock} from '../run/lock/runLock.js';
import type {TrainerMessage, TrainerOutcome, TrainerTask} from './trainerMessages.js';

/** Milliseconds between two reports of progress. */
const reportEvery = 250;

/**
 * Trains one run of a sweep under its folder's lock: begins it, resumes it, or finds it finished.
 *
 * @param say Called with progress.
 * @param signal Stops it after a checkpoint.
 */
export async function trainInFolder(
  {kind, config, folder: path}: TrainerTask,
  {say, signal}: {say: (message: TrainerMessage) => void; signal: AbortSignal},
): Promise<TrainerOutcome> {
  const task = taskOf(kind, `run folder ${path}`);
  const lock = await RunLock.take(path, {signal, onWait: () => say({kind: 'waiting'})});
  if (!lock) return {kind: 'stopped', update: 0};
  try {
    const folder = new RunFolder(path, task);
    const run = (await finishedRun(folder, config)) ?? (await train());
    return {kind: 'finished', validation: task.outcome(run).validation};

    async function train(): Promise<RunSummary> {
      const resume = (await folder.config()) !== undefined;
      let saidAt = -Infinity;
      const data = await task.load(config, {again: resume ? path : undefined});
      const [trained] = await runTraining(task, [{config, folder: path, resume, data, locked: true}], {
        signal,
        warn: (message) => say({kind: 'warning', message}),
        progress: {
          show(status) {
            if (performance.now() - saidAt < reportEvery && status.update < status.total) return;
            lock!.requireHeld();
            saidAt = performance.now();
            say({kind: 'status', status});
          },
          finish: () => undefined,
        },
        files: {
          ...disk,
          writeDurably(file, bytes) {
            lock!.requireHeld();
            return disk.writeDurably(file, bytes);
          },
        },
      });
      return trained;
    }
  } catch (error) {
    if (error instanceof Interrupted) return {kind: 'stopped', update: error.update};
    return {kind: 'failed', message: (error as Error).message};
  } finally {
    await lock.release();
  }
}
