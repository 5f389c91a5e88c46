import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {requireSameConfig} from '../config/resumeConfig.js';
import {RunFolder} from '../run/runFolder.js';
import {UserError} from '../userError.js';
import {finishedRun} from '../run/finishedRun.js';
import type {SweepBoard} from './sweepBoard.js';

/**
 * Makes a sweep's folder and marks on the board the runs that are finished.
 *
 * @throws {UserError} when the folder cannot be made, when it holds runs of this sweep and `resume` is not asked for, or
 * when a run there has another config under the same name (each field that differs is named).
 */
export async function prepareSweep(folder: string, board: SweepBoard, resume: boolean): Promise<void> {
  try {
    await mkdir(folder, {recursive: true});
  } catch (error) {
    throw new UserError(`folder ${folder}: cannot be made (${(error as Error).message})`);
  }
  for (const {run} of board.states) {
    const runFolder = new RunFolder(join(folder, run.name), run.task);
    const saved = await runFolder.config();
    if (!saved) continue;
    if (!resume)
      throw new UserError(
        `run folder ${runFolder.path}: already holds a run. Add --resume to go on, or give another --out.`,
      );
    requireSameConfig(saved, run.config, runFolder.path);
    const finished = await finishedRun(runFolder, run.config);
    if (!finished) continue;
    const {validation} = run.task.outcome(finished);
    board.set(run.name, {phase: 'finished', update: finished.result.updates, validation});
  }
}
