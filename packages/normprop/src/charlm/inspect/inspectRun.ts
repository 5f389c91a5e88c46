import {traceStatistics} from 'normprop-layers';
import type {TraceStatistics} from 'normprop-layers';
import type {Split} from 'normprop-datasets';
import type {Tensor} from '@tensorflow/tfjs-core';
import type {BackendName} from 'normprop-doctor';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {corpusFingerprint} from '../data/corpusFingerprint.js';
import {loadCorpusAgain} from '../data/loadCorpusAgain.js';
import {partOf} from '../data/partOf.js';
import type {CharModel} from '../model/charModel.js';
import {loadTrainedModel} from '../model/loadTrainedModel.js';
import {validationSet} from '../measure/validationSet.js';
import {UserError} from '../../userError.js';

/** What to look at, and how. */
export interface InspectOptions {
  /** Which part of the text; default `valid`. */
  split?: Split;
  /** Batches at most, of the run's own size; default 8. */
  batches?: number;
  backend?: BackendName;
  /** Where the Penn Treebank lies, if not where it lay in training. */
  dataDir?: string;
  warn?: (message: string) => void;
  onProgress?: (done: number, batches: number) => void;
}

/** What happens inside the recurrent layer of a run. */
export interface Inspection {
  config: CharlmConfig;
  /** Updates that the checkpoint had behind it. */
  updates: number;
  split: Split;
  /** Pieces of text that were read. */
  sequences: number;
  /** Distance from its bound below which a gate counts as saturated. */
  saturationMargin: number;
  /** What Norm Prop divides by, mean over the units: 1 for h, Var[c] for c. The other models have no target. */
  targets: {hidden: number; cell: number} | null;
  statistics: TraceStatistics;
}

const saturationMargin = 0.1;

/**
 * Runs the newest checkpoint of a run over a part of its text, as at inference, and measures gates, c and h at each time
 * step.
 *
 * @throws {UserError} when the run or the text cannot be read, or the text is not the one it was trained on.
 */
export async function inspectRun(path: string, options: InspectOptions = {}): Promise<Inspection> {
  const {split = 'valid', batches = 8, dataDir} = options;
  const {model, vocabulary, checkpoint} = await loadTrainedModel(path, options.backend, options.warn);
  const inputs: Tensor[] = [];
  try {
    const {config} = checkpoint;
    const corpus = await loadCorpusAgain(
      {...config, dataDir: dataDir ?? config.dataDir},
      {vocabulary: config.initFrom === null ? undefined : vocabulary},
    );
    if (corpusFingerprint(corpus) !== checkpoint.dataFingerprint)
      throw new UserError(`data: the text is not the one that the run was trained on (${config.data})`);
    const validationCharacters = batches * config.batch * config.length;
    for (const batch of validationSet(partOf(corpus, split, config), {...config, validationCharacters}))
      inputs.push(model.projection.project(batch.inputs, batch.batch, batch.timeSteps));
    const statistics = await traceStatistics(model.recurrent, inputs, {
      saturation: saturationMargin,
      onProgress: options.onProgress,
    });
    return {
      config,
      updates: checkpoint.position.update,
      split,
      sequences: inputs.reduce((count, {shape}) => count + shape[0], 0),
      saturationMargin,
      targets: config.model === 'normProp' ? {hidden: 1, cell: cellConstant(model)} : null,
      statistics,
    };
  } finally {
    inputs.forEach((input) => input.dispose());
    model.dispose();
  }
}

/** Var[c] of a Norm Prop layer, mean over the units. */
function cellConstant({recurrent}: CharModel): number {
  const values = Array.from(recurrent.cell.variable('cellVariance').read().dataSync());
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
