import type {SequenceBatches} from 'normprop-datasets';
import type {TrainingProgress} from '../progress/trainingProgress.js';
import type {RunFolder} from '../run/runFolder.js';
import {Interrupted} from './interrupted.js';
import {checkpointSchedule} from './checkpointSchedule.js';
import {RecentMean} from './recentMean.js';
import {nothingSinceLog} from './trainingPosition.js';
import type {TrainingSession} from './trainingSession.js';
import {validate} from './validate.js';
import {yieldToEvents} from './yieldToEvents.js';

/** What the loop needs besides the session. */
export interface TrainLoopArgs {
  session: TrainingSession;
  folder: RunFolder;
  validation: SequenceBatches;
  /** For the display. */
  label: string;
  progress?: TrainingProgress;
  /** When aborted, the loop saves and throws `Interrupted`. */
  signal?: AbortSignal;
}

/**
 * Trains to the end of the budget: update, line of metrics, validation, checkpoint, display, in this order, so that a
 * checkpoint never stands before a line that belongs to it.
 *
 * @throws {Interrupted} after saving, when the signal is aborted.
 */
export async function trainLoop({
  session,
  folder,
  validation,
  label,
  progress,
  signal,
}: TrainLoopArgs): Promise<void> {
  const {config, plan, model} = session;
  const total = plan.totalUpdates;
  const charactersPerUpdate = config.batch * config.length;
  const isCheckpointDue = checkpointSchedule(config.checkpointEvery);
  const recentBits = new RecentMean(50);
  const recentSeconds = new RecentMean(50);
  const begin = {at: performance.now(), update: session.position.update};
  let validationBits: number | undefined;

  const save = async (): Promise<void> => {
    await folder.checkpoints.save(await session.checkpoint());
    session.savedUpdate = session.position.update;
  };
  try {
    while (session.position.update < total) {
      if (signal?.aborted) {
        await save();
        throw new Interrupted(session.position.update, folder.path, signal.reason);
      }
      const before = performance.now();
      const {loss, gradientNorm, clipped} = session.update();
      const seconds = (performance.now() - before) / 1000;
      const {position} = session;
      const {sinceLog, update} = position;
      position.seconds += seconds;
      sinceLog.updates++;
      sinceLog.loss += loss;
      sinceLog.gradientNorm += gradientNorm;
      sinceLog.clipped += clipped ? 1 : 0;
      sinceLog.seconds += seconds;
      recentBits.add(loss / Math.LN2);
      recentSeconds.add(seconds);
      const isLast = update === total;
      const epoch = plan.epochsDone(position);

      if (update % config.logEvery === 0 || isLast) {
        const {updates} = sinceLog;
        folder.metrics.append({
          kind: 'train',
          update,
          epoch,
          bitsPerCharacter: sinceLog.loss / updates / Math.LN2,
          seconds: position.seconds,
          gradientNorm: sinceLog.gradientNorm / updates,
          clipped: sinceLog.clipped / updates,
          charactersPerSecond: (updates * charactersPerUpdate) / sinceLog.seconds,
        });
        position.sinceLog = nothingSinceLog();
      }
      if (update % config.validateEvery === 0 || isLast) {
        const measurement = await validate(model, validation);
        validationBits = measurement.bitsPerCharacter;
        folder.metrics.append({kind: 'validation', update, epoch, seconds: position.seconds, ...measurement});
      }
      if (isLast || isCheckpointDue(update)) await save();
      const wall = (performance.now() - begin.at) / 1000;
      progress?.show({
        label,
        update,
        total,
        bitsPerCharacter: recentBits.value,
        validationBitsPerCharacter: validationBits,
        charactersPerSecond: charactersPerUpdate / recentSeconds.value,
        secondsLeft: (wall / (update - begin.update)) * (total - update),
      });
      await yieldToEvents();
    }
  } finally {
    progress?.finish();
  }
}
