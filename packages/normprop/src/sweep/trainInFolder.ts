import {disk} from '../run/fileSystem.js';
import {RunFolder} from '../run/runFolder.js';
import {Interrupted} from '../train/interrupted.js';
import {trainCharlm} from '../train/trainCharlm.js';
import {finishedRun} from '../run/finishedRun.js';
import {RunLock} from './runLock.js';
import type {TrainerMessage, TrainerOutcome, TrainerTask} from './trainerMessages.js';

/** Milliseconds between two reports of progress. */
const reportEvery = 250;

/**
 * Trains one run of a sweep under its folder's lock: begins it, goes on with it, or finds it finished.
 *
 * @param say Told of progress.
 * @param signal Stops it after a checkpoint.
 */
export async function trainInFolder(
  {config, folder: path}: TrainerTask,
  {say, signal}: {say: (message: TrainerMessage) => void; signal: AbortSignal},
): Promise<TrainerOutcome> {
  const lock = await RunLock.take(path, {signal, onWait: () => say({kind: 'waiting'})});
  if (!lock) return {kind: 'stopped', update: 0};
  try {
    const folder = new RunFolder(path);
    const run = (await finishedRun(folder, config)) ?? (await train());
    return {kind: 'finished', bitsPerCharacter: run.result.validation.bitsPerCharacter};

    async function train(): ReturnType<typeof trainCharlm> {
      const resume = (await folder.config()) !== undefined;
      let saidAt = -Infinity;
      return trainCharlm(config, {
        folder: path,
        resume,
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
    }
  } catch (error) {
    if (error instanceof Interrupted) return {kind: 'stopped', update: error.update};
    return {kind: 'failed', message: (error as Error).message};
  } finally {
    await lock.release();
  }
}
