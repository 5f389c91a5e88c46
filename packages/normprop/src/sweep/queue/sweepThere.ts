import {setTimeout as sleep} from 'node:timers/promises';
import type {SweepBoard} from '../sweepBoard.js';
import type {SweepHereOptions} from '../sweepHere.js';
import {writeSweepLines} from '../sweepResults.js';
import type {SweepRun} from '../sweepRuns.js';
import {queueTrouble} from './queueTrouble.js';
import {openRunQueue} from './sweepQueue.js';
import type {RunJob, RunQueue} from './sweepQueue.js';

/** Milliseconds between two looks at the queue. */
const lookEvery = 1000;

/**
 * Puts the runs of a board that are not finished into the queue of their folder and watches until workers have ended
 * them all. A run that is queued already, by this sweep before it was killed, is not queued again: its name is the
 * job's.
 */
export async function sweepThere(
  board: SweepBoard,
  {folder, overview, signal, redis}: SweepHereOptions & {redis: string},
): Promise<void> {
  const onTrouble = queueTrouble((text) => overview.note(text));
  const queue = await openRunQueue(folder, redis, onTrouble);
  const watched = board.states.filter(({phase}) => phase !== 'finished').map(({run}) => run);
  try {
    for (const run of watched) await enqueue(queue, run);
    while (watched.length && !signal.aborted) {
      let ended = 0;
      for (const run of [...watched]) {
        if (!(await look(queue, board, run))) continue;
        watched.splice(watched.indexOf(run), 1);
        ended++;
      }
      overview.show();
      if (ended) await writeSweepLines(folder, board);
      if (watched.length) await sleep(lookEvery, undefined, {signal}).catch(() => undefined);
    }
  } finally {
    await queue.close();
  }
}

/** Sees to it that a run is in the queue, as a job that is waiting or at work. */
async function enqueue(queue: RunQueue, {name, config, task}: SweepRun): Promise<void> {
  const job = await queue.getJob(name);
  const state = await job?.getState();
  // Ended there, not finished here: it failed before, or its folder was removed, or it shall now train longer.
  if (state === 'completed' || state === 'failed') await job!.remove();
  // A job of this id that is there stays as it is, also when somebody has put it there just now.
  await queue.add('run', {kind: task.kind, config, folder: name}, {jobId: name});
}

/** Updates a run's state on the board. @returns Whether it has ended. */
async function look(queue: RunQueue, board: SweepBoard, run: SweepRun): Promise<boolean> {
  const {name} = run;
  const job = (await queue.getJob(name)) as RunJob | undefined;
  if (!job) {
    await enqueue(queue, run); // the server has lost its data
    return false;
  }
  if (job.finishedOn !== undefined) {
    if (job.failedReason) board.take(name, {kind: 'failed', message: job.failedReason});
    else board.take(name, {kind: 'finished', validation: job.returnvalue});
    return true;
  }
  if (typeof job.progress === 'object') board.take(name, job.progress);
  const isAtWork = (await job.getState()) === 'active';
  if (!isAtWork) board.set(name, {phase: typeof job.progress === 'object' ? 'stopped' : 'due'});
  else if (typeof job.progress !== 'object') board.set(name, {phase: 'begun'});
  return false;
}
