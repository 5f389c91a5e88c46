import {join} from 'node:path';
import {runTrainer} from './runTrainer.js';
import type {SweepBoard} from './sweepBoard.js';
import type {SweepOverview} from './sweepOverview.js';
import {threadsOfEach} from './threadsOfEach.js';
import type {Threads} from './trainerMessages.js';
import {writeSweepLines} from './sweepResults.js';

/** Where and how to sweep on this machine. */
export interface SweepHereOptions {
  folder: string;
  overview: SweepOverview;
  /** Of each run; default a share of the cores. */
  threads?: Threads;
  /** Stops all runs after a checkpoint. */
  signal: AbortSignal;
}

/**
 * Trains the runs of a board that are not finished, `board.jobs` at a time, each in a process of its own. A run that
 * fails is noted on the board and the others go on.
 */
export async function sweepHere(
  board: SweepBoard,
  {folder, overview, threads, signal}: SweepHereOptions,
): Promise<void> {
  const due = board.states.filter(({phase}) => phase === 'due').map(({run}) => run);
  const work = async (): Promise<void> => {
    for (let run = due.shift(); run && !signal.aborted; run = due.shift()) {
      const {name, config, task} = run;
      board.set(name, {phase: 'begun'});
      overview.show();
      const outcome = await runTrainer(
        {kind: task.kind, config, folder: join(folder, name), threads: threadsOfEach(board.jobs, threads)},
        {
          signal,
          onMessage(message) {
            if (message.kind === 'warning') overview.note(`${name}: ${message.message}`);
            board.take(name, message);
            overview.show();
          },
        },
      );
      board.take(name, outcome);
      overview.show();
      await writeSweepLines(folder, board);
    }
  };
  await Promise.all(Array.from({length: board.jobs}, work));
}
