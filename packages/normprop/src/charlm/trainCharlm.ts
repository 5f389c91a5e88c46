import type {TextCorpus} from 'normprop-datasets';
import type {LoadOptions} from '../run/loadOptions.js';
import {runTraining} from '../run/runTraining.js';
import type {TrainingOptions} from '../run/runTraining.js';
import {charlmTask} from './charlmTask.js';
import type {CharlmSummary} from './record/charlmTypes.js';
import type {CharlmConfig} from './config/charlmConfig.js';

/** Where and how to train; nothing of this changes the weights. */
export interface TrainOptions extends TrainingOptions {
  /** The run folder. */
  folder: string;
  /** Go on with the run that the folder holds. */
  resume?: boolean;
  /** What the display and the report call it; default the model's title. */
  label?: string;
  /** The text, when it is loaded already. */
  corpus?: TextCorpus;
  loading?: LoadOptions;
}

/**
 * Trains a character language model into a run folder, or resumes one.
 *
 * @param config Complete; see `resolveConfig`.
 * @returns What it measured, as `result.json` holds it, with config and metrics.
 * @throws {UserError} for bad data, a folder that holds something else, a loss that is not finite, a full disk;
 * {@link Interrupted} when `signal` stops it.
 */
export async function trainCharlm(config: CharlmConfig, options: TrainOptions): Promise<CharlmSummary> {
  const {folder, resume = false, label, corpus, loading, ...training} = options;
  const data = corpus ?? (await charlmTask.load(config, {...loading, again: resume ? folder : undefined}));
  const [run] = await runTraining(charlmTask, [{config, folder, resume, label, data}], training);
  return run;
}
