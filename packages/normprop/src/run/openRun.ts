import {startBackend} from 'normprop-doctor';
import {modelTitles} from '../config/modelNames.js';
import {requireSameConfig} from '../config/resumeConfig.js';
import {UserError} from '../userError.js';
import {checkpointSchedule} from './checkpointSchedule.js';
import {RunExpectation} from './expectation.js';
import type {FileSystem} from './fileSystem.js';
import {RunLock} from './lock/runLock.js';
import {prepareRunFolder} from './prepareRunFolder.js';
import {RunFolder} from './runFolder.js';
import type {RunTypes} from './runTypes.js';
import {startFromSource} from './source/startFromSource.js';
import {StatusMeter} from './statusMeter.js';
import type {Session} from './session.js';
import type {Task} from './task.js';

/** A run that is to be trained. */
export interface PlannedRun<T extends RunTypes> {
  /** Complete; see the task's `resolve`. */
  config: T['config'];
  /** The run folder. */
  folder: string;
  /** Go on with the run that the folder holds. */
  resume?: boolean;
  /** What the display and the report call it; default the model's title. */
  label?: string;
  /** The runs that differ from it in the seed alone; default its label. */
  group?: string;
  data: T['data'];
  /** Whether the caller holds the folder's lock. */
  locked?: boolean;
}

/** A run in training, to be taken further in one go or, beside others, in turns. */
export interface OpenRun<T extends RunTypes> {
  readonly task: Task<T>;
  readonly session: Session<T>;
  readonly folder: RunFolder<T>;
  readonly label: string;
  readonly group: string;
  readonly meter: StatusMeter;
  readonly expectation: RunExpectation;
  readonly isCheckpointDue: (update: number) => boolean;
  /** Gives the folder back to other processes. */
  readonly unlock: () => Promise<void>;
  /** Updates of the whole run. */
  total: number;
}

/**
 * Begins a run in its folder, or resumes the one there.
 *
 * @param runsTogether How many runs are open in this process at once.
 * @throws As `runTraining`.
 */
export async function openRun<T extends RunTypes>(
  task: Task<T>,
  {
    config,
    folder: path,
    resume = false,
    label = modelTitles[config.model],
    group = label,
    data,
    locked = false,
  }: PlannedRun<T>,
  runsTogether: number,
  {warn = () => undefined, tell, files}: OpenOptions,
): Promise<OpenRun<T>> {
  const folder = new RunFolder<T>(path, task, files);
  await startBackend(config.backend);
  const session = await task.session(config, data);
  let unlock = (): Promise<void> => Promise.resolve();
  try {
    const total = session.totalUpdates;
    const checkpoint = resume ? await checkpointToResume(folder, session, warn) : undefined;
    await prepareRunFolder(folder, config, resume);
    if (!locked) unlock = await lockRun(path);
    if (checkpoint) await session.restore(checkpoint);
    else {
      await startFromSource(task, session, {warn, tell: tell && ((words) => tell(`${label}: ${words}.`))});
      await saveRun({folder, session});
    }
    const {update} = session.position;
    await folder.metrics.truncateAfter(update);
    const meter = new StatusMeter(label, task.measure, session.effort.itemsPerUpdate);
    meter.begin(update, total);
    const expectation = new RunExpectation({label, runsTogether, session, total, tell});
    const isCheckpointDue = checkpointSchedule(config.checkpointEvery);
    return {task, session, folder, label, group, meter, expectation, isCheckpointDue, unlock, total};
  } catch (error) {
    await unlock();
    session.dispose();
    throw error;
  }
}

/** Keeps other processes out of a folder until what it returns is called. */
async function lockRun(path: string): Promise<() => Promise<void>> {
  const lock = await RunLock.takeAtOnce(path);
  if (!lock)
    throw new UserError(
      `run folder ${path}: another process trains in it. Wait for its end, stop it, or give another --out.`,
    );
  return () => lock.release({leave: 'nothing'});
}

interface OpenOptions {
  warn?: (message: string) => void;
  tell?: (message: string) => void;
  files?: FileSystem;
}

/**
 * The checkpoint to go on from; undefined for a run that ended before its first one.
 *
 * @throws {UserError} when the folder holds another config, has lost its checkpoints, or is past the budget asked for.
 */
async function checkpointToResume<T extends RunTypes>(
  folder: RunFolder<T>,
  {config, totalUpdates}: Session<T>,
  warn: (message: string) => void,
): Promise<T['checkpoint'] | undefined> {
  const saved = await folder.config();
  if (saved === undefined) return undefined;
  requireSameConfig(saved, config, folder.path);
  const checkpoint = await folder.checkpoints.load(warn);
  if (checkpoint === undefined && (await folder.metrics.read()).length > 0)
    throw new UserError(
      `run folder ${folder.path}: has metrics but no checkpoint to go on from. Train anew with --overwrite.`,
    );
  const done = checkpoint?.position.update ?? 0;
  if (done > totalUpdates)
    throw new UserError(
      `run folder ${folder.path}: is at update ${done} already, more than the ${totalUpdates} asked for.`,
    );
  return checkpoint;
}

/** Shortens the run to end at `update`, also in the config on disk. */
export async function shortenRun<T extends RunTypes>(run: OpenRun<T>, update: number): Promise<void> {
  if (update >= run.total) return;
  run.total = update;
  const {session, folder, meter} = run;
  session.endAt(update);
  await folder.begin(session.config);
  meter.begin(session.position.update, update);
}

/** Writes a checkpoint. */
export async function saveRun<T extends RunTypes>({
  folder,
  session,
}: Pick<OpenRun<T>, 'folder' | 'session'>): Promise<void> {
  await folder.checkpoints.save(await session.checkpoint());
  session.savedUpdate = session.position.update;
}
