import type {OpenRun} from '../train/openRun.js';
import {Interrupted} from '../train/interrupted.js';

/** Updates of a turn: long enough to be warm, short enough that all meet the same load on the machine. */
const turn = 25;

/**
 * Trains several runs to the end of their (equal) budget in turns of 25 updates, so that what else the machine does
 * falls on all of them alike and their times can be compared.
 *
 * @param isLate When it says so, the turn that is due becomes the last one for all: they end with equal, smaller budgets.
 * @throws {Interrupted} after saving every run.
 */
export async function trainInTurns(
  runs: readonly OpenRun[],
  isLate: () => boolean = () => false,
): Promise<void> {
  const longest = (): number => Math.max(...runs.map((run) => run.totalUpdates));
  try {
    for (let end = turn; end - turn < longest(); end += turn) {
      const ahead = Math.max(...runs.map((run) => run.update));
      if (end >= ahead && end < longest() && isLate()) for (const run of runs) await run.shortenTo(end);
      for (const run of runs) await run.trainTo(end);
    }
  } catch (error) {
    if (error instanceof Interrupted) for (const run of runs) await run.save();
    throw error;
  }
}
