import type {Split} from 'normprop-datasets';
import type {BackendName} from '../config/charlmConfig.js';
import {corpusFingerprint} from '../data/corpusFingerprint.js';
import {loadCorpus} from '../data/loadCorpus.js';
import {loadTrainedModel} from '../run/loadTrainedModel.js';
import {measureStream} from '../train/measureStream.js';
import {validate} from '../train/validate.js';
import type {Measurement} from '../train/validate.js';
import {validationSet} from '../train/validationSet.js';
import {UserError} from '../userError.js';

/** What to measure, and how. */
export interface EvaluateOptions {
  /** Which part of the text; default `valid`. */
  split?: Split;
  /** `pieces` of the training length, each from the initial state, or the whole text as one `stream`; default `pieces`. */
  as?: 'pieces' | 'stream';
  /** At most so many characters; default 0, all. */
  characters?: number;
  backend?: BackendName;
  /** Where the Penn Treebank lies, if not where it lay in training. */
  dataDir?: string;
  warn?: (message: string) => void;
  onProgress?: (done: number) => void;
}

/**
 * Measures a trained run on a part of its text: mean cross entropy / ln 2, without dropout.
 *
 * @throws {UserError} when the run or the text cannot be read, or the text is not the one it was trained on.
 */
export async function evaluateRun(path: string, options: EvaluateOptions = {}): Promise<Measurement> {
  const {split = 'valid', as = 'pieces', characters = 0} = options;
  const {model, checkpoint} = await loadTrainedModel(path, options.backend, options.warn);
  try {
    const {config} = checkpoint;
    const corpus = await loadCorpus({...config, dataDir: options.dataDir ?? config.dataDir});
    if (corpusFingerprint(corpus) !== checkpoint.dataFingerprint)
      throw new UserError(`data: the text is not the one that the run was trained on (${config.data})`);
    const stream = corpus[split];
    if (as === 'stream') {
      const part = characters === 0 ? stream : stream.subarray(0, characters + 1);
      return await measureStream(model, part, options.onProgress);
    }
    return await validate(
      model,
      validationSet(stream, {...config, validationCharacters: characters}),
      options.onProgress,
    );
  } finally {
    model.dispose();
  }
}
