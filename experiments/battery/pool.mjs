import {fork} from 'node:child_process';
import {fileURLToPath} from 'node:url';

/**
 * Trains runs in processes of their own, `jobs` at a time.
 *
 * @param jobs How many. @param options For the tasks' `load`. @param updates In place of the tasks' own number, if given.
 * @param next Called when a process is free: the next run, null if there is none now but may be when another ends, undefined if there are no more.
 * @param onProgress Called with a run and the share of it that is done. @param onResult Called with a run and its result.
 * @throws The first error of a run, after all processes are stopped.
 */
export async function trainAll({jobs, options, updates, next, onProgress, onResult}) {
  const workers = new Set();
  const waiting = new Set();
  const stop = () => workers.forEach((worker) => worker.kill('SIGKILL'));
  try {
    await Promise.all(Array.from({length: jobs}, () => serve()));
  } finally {
    stop();
  }

  function serve() {
    const worker = fork(fileURLToPath(new URL('./worker.mjs', import.meta.url)));
    workers.add(worker);
    return new Promise((resolve, reject) => {
      let current;
      const give = () => {
        current = next();
        if (current) worker.send({run: current, options, updates});
        else if (current === null) waiting.add(give);
        else worker.disconnect();
      };
      worker.on('message', ({ready, progress, result, error}) => {
        if (error) return reject(new Error(`${labelOf(current)}: ${error}`));
        if (progress !== undefined) return onProgress(current, progress);
        if (result) onResult(current, result);
        if (ready || result) give();
        if (result) {
          const idle = [...waiting];
          waiting.clear();
          idle.forEach((again) => again !== give && again());
        }
      });
      worker.on('exit', (code, signal) => {
        workers.delete(worker);
        if (code === 0) resolve();
        else reject(new Error(`${labelOf(current)}: the process ended with ${signal ?? code}`));
      });
    });
  }
}

/** A run in words. */
export function labelOf(run) {
  if (!run) return 'no run';
  return `${run.task} ${run.variant} ${run.optimizer} ${run.rate} seed ${run.seed}`;
}
