import type {TrainingProgress} from '../progress/trainingProgress.js';
import {Interrupted} from './interrupted.js';
import {openRun, saveRun, shortenRun} from './openRun.js';
import type {OpenRun, PlannedRun} from './openRun.js';
import type {FileSystem} from './fileSystem.js';
import {requireFiniteLine} from './notFinite.js';
import type {RunSummary, RunTypes} from './runTypes.js';
import type {Task} from './task.js';
import {yieldToEvents} from './yieldToEvents.js';

/** How to train; nothing of this changes the weights. */
export interface TrainingOptions {
  progress?: TrainingProgress;
  /** Stops training after a checkpoint of every run. */
  signal?: AbortSignal;
  /** Called with problems that were got over. */
  warn?: (message: string) => void;
  /** Called with what a run will take: memory before it begins, time after its first updates. */
  tell?: (message: string) => void;
  /** Whether to end all runs early, at one and the same update; asked every 25 updates. */
  isLate?: () => boolean;
  /** The disk. */
  files?: FileSystem;
}

/** Updates of a turn: long enough to be warm, short enough that all meet the same load on the machine. */
const turn = 25;

/**
 * Trains runs of a task, each into its folder: begins or resumes them, and writes what they measured.
 *
 * Several runs take turns of 25 updates, so that what else the machine does falls on all of them alike and their times can be
 * compared.
 *
 * @returns What each measured, as `result.json` holds it, with config and metrics.
 * @throws {UserError} for a folder that holds something else, a loss that is not finite, a full disk; {@link Interrupted}, after
 * saving every run, when `signal` stops it.
 */
export async function runTraining<T extends RunTypes>(
  task: Task<T>,
  planned: ReadonlyArray<PlannedRun<T>>,
  options: TrainingOptions = {},
): Promise<Array<RunSummary<T>>> {
  const runs: Array<OpenRun<T>> = [];
  try {
    for (const plan of planned) runs.push(await openRun(task, plan, planned.length, options));
    await takeTurns(runs, options);
    options.progress?.finish();
    const summaries: Array<RunSummary<T>> = [];
    for (const run of runs) summaries.push(await finish(run));
    return summaries;
  } finally {
    options.progress?.finish();
    for (const {session, unlock} of runs) {
      session.dispose();
      await unlock();
    }
  }
}

async function takeTurns<T extends RunTypes>(
  runs: ReadonlyArray<OpenRun<T>>,
  options: TrainingOptions,
): Promise<void> {
  const {isLate = () => false} = options;
  const longest = (): number => Math.max(0, ...runs.map(({total}) => total));
  try {
    for (let end = turn; end - turn < longest(); end += turn) {
      const ahead = Math.max(...runs.map(({session}) => session.position.update));
      if (end >= ahead && end < longest() && isLate()) for (const run of runs) await shortenRun(run, end);
      for (const run of runs) await trainTo(run, end, options);
    }
  } catch (error) {
    if (error instanceof Interrupted) for (const run of runs) await saveRun(run);
    throw error;
  }
}

/**
 * Trains up to an update: update, line of metrics, measurement, checkpoint, display, in this order, so that a checkpoint never
 * stands before a line that belongs to it.
 */
async function trainTo<T extends RunTypes>(
  run: OpenRun<T>,
  end: number,
  {signal, progress}: TrainingOptions,
): Promise<void> {
  const {task, session, folder, meter} = run;
  const {position, config} = session;
  const {updatesPerMeasurement} = session.effort;
  while (position.update < Math.min(end, run.total)) {
    if (signal?.aborted) throw new Interrupted(position.update, folder.path, signal.reason);
    const measured = await session.update();
    const {update} = position;
    const isLast = update === run.total;
    if (update % config.logEvery === 0 || isLast) folder.metrics.append(session.takeLine());
    if (update % updatesPerMeasurement === 0 || isLast) {
      for (const line of await session.measure()) {
        requireFiniteLine(line, {config, update, savedUpdate: session.savedUpdate});
        folder.metrics.append(line);
        meter.validation = task.validationOf(line) ?? meter.validation;
      }
    }
    if (run.isCheckpointDue(update) || isLast) await saveRun(run);
    progress?.show(meter.after(update, measured));
    run.expectation.timed(measured.seconds);
    await yieldToEvents();
  }
}

/** Writes what a finished run measured to `result.json`. */
async function finish<T extends RunTypes>({
  session,
  folder,
  label,
  group,
}: OpenRun<T>): Promise<RunSummary<T>> {
  const metrics = await folder.metrics.read();
  const result = await session.result(metrics);
  await folder.writeJson('result.json', result);
  return {name: label, group, config: session.config, metrics, result};
}
