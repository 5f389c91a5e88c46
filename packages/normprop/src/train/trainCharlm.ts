import type {TextCorpus} from 'normprop-datasets';
import type {CharlmConfig} from '../config/charlmConfig.js';
import type {LoadCorpusOptions} from '../data/loadCorpus.js';
import type {TrainingProgress} from '../progress/trainingProgress.js';
import type {RunSummary} from '../report/runSummary.js';
import type {FileSystem} from '../run/fileSystem.js';
import {OpenRun} from './openRun.js';

/** Where and how to train; nothing of this changes the weights. */
export interface TrainOptions {
  /** The run folder. */
  folder: string;
  /** Go on with the run that the folder holds. */
  resume?: boolean;
  /** What the display and the report call it; default the model's title. */
  label?: string;
  progress?: TrainingProgress;
  /** Stops training after a checkpoint. */
  signal?: AbortSignal;
  /** Told of things that went wrong and were mended. */
  warn?: (message: string) => void;
  /** Told what the run will take: memory before it begins, time after its first updates. */
  tell?: (message: string) => void;
  /** How many runs are open in this process at once, for the memory; default 1. */
  runsTogether?: number;
  /** The text, when it is loaded already. */
  corpus?: TextCorpus;
  loading?: LoadCorpusOptions;
  /** The disk. */
  files?: FileSystem;
}

/**
 * Trains a character language model into a run folder, or goes on with one.
 *
 * @param config Complete; see `resolveConfig`.
 * @returns What it measured, as `result.json` holds it, with config and metrics.
 * @throws {UserError} for bad data, a folder that holds something else, a loss that is not finite, a full disk;
 * {@link Interrupted} when `signal` stops it.
 */
export async function trainCharlm(config: CharlmConfig, options: TrainOptions): Promise<RunSummary> {
  const run = await OpenRun.open(config, options);
  try {
    await run.trainTo(run.totalUpdates);
    options.progress?.finish();
    return await run.finish();
  } finally {
    options.progress?.finish();
    run.dispose();
  }
}
