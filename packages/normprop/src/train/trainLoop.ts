import type {SequenceBatches} from 'normprop-datasets';
import type {TrainingProgress} from '../progress/trainingProgress.js';
import type {RunFolder} from '../run/runFolder.js';
import {checkpointSchedule} from './checkpointSchedule.js';
import {Interrupted} from './interrupted.js';
import {StatusMeter} from './statusMeter.js';
import {takeTrainingLine} from './trainingLine.js';
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
export async function trainLoop(args: TrainLoopArgs): Promise<void> {
  const {session, folder, validation, label, progress, signal} = args;
  const {config, plan, model} = session;
  const total = plan.totalUpdates;
  const isCheckpointDue = checkpointSchedule(config.checkpointEvery);
  const meter = new StatusMeter(session, label);
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
      const measured = session.update();
      const {update, seconds} = session.position;
      const isLast = update === total;
      if (update % config.logEvery === 0 || isLast) folder.metrics.append(takeTrainingLine(session));
      if (update % config.validateEvery === 0 || isLast) {
        const measurement = await validate(model, validation);
        meter.validationBitsPerCharacter = measurement.bitsPerCharacter;
        const epoch = plan.epochsDone(session.position);
        folder.metrics.append({kind: 'validation', update, epoch, seconds, ...measurement});
      }
      if (isCheckpointDue(update) || isLast) await save();
      progress?.show(meter.after(measured));
      await yieldToEvents();
    }
  } finally {
    progress?.finish();
  }
}
