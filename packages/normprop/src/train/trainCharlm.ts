import type {TextCorpus} from 'normprop-datasets';
import {startBackend} from '../backend/startBackend.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {modelTitles} from '../config/names.js';
import {describeCorpus} from '../data/describeCorpus.js';
import {loadCorpus} from '../data/loadCorpus.js';
import type {LoadCorpusOptions} from '../data/loadCorpus.js';
import {sampleText} from '../model/sampleText.js';
import type {TrainingProgress} from '../progress/trainingProgress.js';
import type {RunResult, RunSummary} from '../report/runSummary.js';
import type {FileSystem} from '../run/fileSystem.js';
import {RunFolder} from '../run/runFolder.js';
import {versions} from '../run/versions.js';
import {prepareRunFolder} from './prepareRunFolder.js';
import {measuredResult} from './runResult.js';
import {trainLoop} from './trainLoop.js';
import {TrainingSession} from './trainingSession.js';
import {validationSet} from './validationSet.js';

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
  const {resume = false, label = modelTitles[config.model], progress, signal, files} = options;
  const warn = options.warn ?? (() => undefined);
  const folder = new RunFolder(options.folder, files);
  const corpus = options.corpus ?? (await loadCorpus(config, options.loading));
  await startBackend(config.backend);
  const validation = validationSet(corpus.valid, config);
  const session = new TrainingSession(config, corpus);
  try {
    await prepareRunFolder(folder, config, resume);
    const initial = session.model.hiddenMeanSquare(validation.at(0));
    const checkpoint = resume ? await folder.checkpoints.load(warn) : undefined;
    if (checkpoint) await session.restore(checkpoint);
    else await folder.checkpoints.save(await session.checkpoint());
    await folder.metrics.truncateAfter(session.position.update);
    await trainLoop({session, folder, validation, label, progress, signal});

    const {model} = session;
    const metrics = await folder.metrics.read();
    const prime = primeOf(corpus);
    const sample = {prime, temperature: 0.8, length: 400, seed: config.seed};
    const result: RunResult = {
      ...measuredResult(metrics, config.batch * config.length),
      parameters: model.parameters,
      inputVariance: model.projection.variance,
      hiddenMeanSquare: {initial, trained: model.hiddenMeanSquare(validation.at(0))},
      sample: {prime, temperature: 0.8, text: sampleText(model, corpus.vocabulary, sample)},
      dataDescription: describeCorpus(corpus),
      versions: {...versions(), backend: config.backend},
    };
    await folder.writeJson('result.json', result);
    return {name: label, group: label, config, metrics, result};
  } finally {
    session.dispose();
  }
}

/** A beginning that the model has not been trained on: the first whole words of a line of the validation text. */
function primeOf({vocabulary, valid}: TextCorpus): string {
  const text = vocabulary.decode(valid.subarray(0, 400));
  const line = text.slice(text.indexOf('\n') + 1).trimStart() || text;
  const words = line.slice(0, 30);
  return words.slice(0, words.search(/[\s_][^\s_]*$/) + 1) || words;
}
