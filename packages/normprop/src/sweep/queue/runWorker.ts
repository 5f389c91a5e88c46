import {join} from 'node:path';
import {runTrainer} from '../runTrainer.js';
import {threadsOfEach} from '../threadsOfEach.js';
import type {Threads, TrainerMessage} from '../trainerMessages.js';
import {checkQueuedRun} from './checkQueuedRun.js';
import {loadBullMQ} from './loadBullMQ.js';
import {queueName} from './queueName.js';
import {queueTrouble} from './queueTrouble.js';
import {connectionTo, openRunQueue} from './sweepQueue.js';
import type {QueuedRun} from './sweepQueue.js';

/** Milliseconds between two reports of progress to the queue. */
const reportEvery = 1000;
/** How often a run may be given back by workers that died; only so that there is a number. */
const manyDeaths = 1_000_000;

/** How a worker works. */
export interface WorkerOptions {
  /** The sweep's folder, as it is mounted here. */
  folder: string;
  redis: string;
  /** Runs at a time. */
  jobs: number;
  /** Of each run; default a share of the cores. */
  threads?: Threads;
  /** Where the files of the data lie on this machine. Texts are read from there and from `folder`, and from nowhere else. */
  dataDir?: string;
  /** Seconds of silence after which a worker counts as dead and its runs go to others. */
  lockSeconds: number;
  /** Ends the worker: its runs are saved and given back. */
  signal: AbortSignal;
  /** Told what happens, in lines. */
  note: (text: string) => void;
}

/**
 * Takes runs out of the queue of a shared folder and trains them, each in a process of its own, until the signal comes.
 *
 * A worker that dies gives its runs back: the queue misses its sign of life and hands them to others, who go on from
 * the checkpoints. What the queue says is checked first (`checkQueuedRun`). The run folders' locks see to it that a worker that was only cut off does not train beside them.
 */
export async function runWorker(options: WorkerOptions): Promise<void> {
  const {folder, redis, jobs, threads, dataDir, lockSeconds, signal, note} = options;
  const onTrouble = queueTrouble(note);
  const folders = [folder, ...(dataDir === undefined ? [] : [dataDir])];
  const {Worker, UnrecoverableError, WaitingError} = await loadBullMQ();
  await (await openRunQueue(folder, redis, onTrouble)).close(); // says at once when there is no server
  const stopping = new AbortController();
  const worker = new Worker<QueuedRun, number>(
    await queueName(folder),
    async (job, token) => {
      const {task, config, name} = await checkQueuedRun(job.data, {folders, dataDir}).catch(
        (error: Error) => {
          note(`refused: ${error.message}`);
          throw new UnrecoverableError(error.message);
        },
      );
      note(`${name}: taken up`);
      const outcome = await runTrainer(
        {kind: task.kind, config, folder: join(folder, name), threads: threadsOfEach(jobs, threads)},
        {
          signal: stopping.signal,
          onMessage: every(reportEvery, (message) => {
            if (message.kind === 'warning') note(`${name}: ${message.message}`);
            else void job.updateProgress(message).catch(onTrouble);
          }),
        },
      );
      if (outcome.kind === 'stopped') {
        note(`${name}: saved and given back`);
        await job.moveToWait(token);
        throw new WaitingError();
      }
      if (outcome.kind === 'failed') {
        note(`${name}: failed: ${outcome.message}`);
        throw new UnrecoverableError(outcome.message);
      }
      note(`${name}: finished · validation ${outcome.validation.toFixed(task.measure.digits)}`);
      return outcome.validation;
    },
    {
      connection: connectionTo(redis),
      concurrency: jobs,
      lockDuration: lockSeconds * 1000,
      stalledInterval: lockSeconds * 500,
      maxStalledCount: manyDeaths,
    },
  );
  worker.on('error', onTrouble);
  worker.on('stalled', (name) => note(`${name}: its worker is gone; it goes to another`));
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
  const closed = worker.close(); // first, so that it takes up nothing more
  stopping.abort(signal.reason);
  await closed;
}

/** Passes messages of progress on at most every so many milliseconds, and all others. */
function every(
  milliseconds: number,
  tell: (message: TrainerMessage) => void,
): (message: TrainerMessage) => void {
  let last = -Infinity;
  return (message) => {
    if (message.kind === 'status' && performance.now() - last < milliseconds) return;
    if (message.kind === 'status') last = performance.now();
    tell(message);
  };
}
