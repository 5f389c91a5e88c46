import type {Split, TextCorpus} from 'normprop-datasets';
import {validationBatches} from 'normprop-datasets';
import type {BackendName} from 'normprop-doctor';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {corpusFingerprint} from '../data/corpusFingerprint.js';
import {loadCorpusAgain} from '../data/loadCorpusAgain.js';
import {partOf} from '../data/partOf.js';
import {untrimmedCount} from '../data/untrimmedCount.js';
import type {CharModel} from '../model/charModel.js';
import {charReaderOf} from '../read/charReaderOf.js';
import {loadTrainedModel} from '../model/loadTrainedModel.js';
import {EpochPlan} from '../train/epochPlan.js';
import {measureDynamically} from '../measure/measureDynamically.js';
import {measureStream} from '../measure/measureStream.js';
import {statisticsBatches} from '../train/charlmSession.js';
import {validate} from '../measure/validate.js';
import type {Measurement} from '../measure/validate.js';
import {UserError} from '../../userError.js';
import type {Evaluation} from './evaluation.js';
import {keepEvaluation} from './keepEvaluation.js';

/** What to measure, and how. */
export interface EvaluateOptions {
  /** Which part of the text; default `valid`. */
  split?: Split;
  /** `pieces` of the training length, each from the initial state, or the whole text as one `stream`; default `pieces`. */
  as?: 'pieces' | 'stream';
  /** At most so many predictions; default 0, all. */
  characters?: number;
  /** Dynamic evaluation: the model goes on learning from the stream at this rate; default: it does not. */
  dynamic?: number;
  /** Default the run's; a stream that is not learnt from is then read by normprop-runtime, without tfjs. */
  backend?: BackendName;
  /** Where the Penn Treebank lies, if not where it lay in training. */
  dataDir?: string;
  warn?: (message: string) => void;
  onProgress?: (done: number) => void;
}

/**
 * Measures a trained run on a part of its text: mean cross entropy / ln 2, without dropout. Batch Norm and Batch Data
 * Normalization use population statistics measured anew on the first 20 training batches. The outcome is added to
 * `evaluations.json` of the run folder, where `report` finds it.
 *
 * @throws {UserError} when the run or the text cannot be read, the text is not the one it was trained on, or `dynamic` is asked
 * for with pieces.
 */
export async function evaluateRun(path: string, options: EvaluateOptions = {}): Promise<Evaluation> {
  const {split = 'valid', as = 'pieces', characters = 0, dynamic} = options;
  if (dynamic !== undefined && as === 'pieces')
    throw new UserError("--dynamic: needs --as stream; pieces that do not follow one another are not learnt from", 2); // prettier-ignore
  const {model, vocabulary, checkpoint} = await loadTrainedModel(path, options.backend, options.warn);
  try {
    const config: CharlmConfig = {
      ...checkpoint.config,
      dataDir: options.dataDir ?? checkpoint.config.dataDir,
    };
    const corpus = await loadCorpusAgain(config, {
      vocabulary: config.initFrom === null ? undefined : vocabulary,
    });
    if (corpusFingerprint(corpus) !== checkpoint.dataFingerprint)
      throw new UserError(`data: the text is not the one that the run was trained on (${config.data})`);
    reestimate(model, corpus, config);
    const all = partOf(corpus, split, config);
    const stream = characters === 0 ? all : all.subarray(0, characters + 1);
    const measure = async (): Promise<Measurement> => {
      const {onProgress} = options;
      if (dynamic !== undefined)
        return measureDynamically(model, stream, {learningRate: dynamic, onProgress});
      if (as === 'stream') {
        const reader = await charReaderOf(model, vocabulary, options.backend);
        return measureStream(reader, stream, onProgress).finally(() => reader.dispose());
      }
      return validate(
        model,
        validationBatches(stream, {length: config.length, batch: config.batch}),
        onProgress,
      );
    };
    const measured = await measure();
    const whole = stream.length === all.length;
    const symbols = whole ? await untrimmedCount(config, split) : undefined;
    const evaluation: Evaluation = {
      update: checkpoint.position.update,
      split,
      as,
      ...measured,
      whole,
      dynamic: dynamic ?? null,
      ...(symbols !== undefined && {
        untrimmed: {
          symbols,
          bitsPerCharacter: (measured.bitsPerCharacter * measured.characters) / (symbols - 1),
        },
      }),
    };
    await keepEvaluation(path, evaluation, options.warn);
    return evaluation;
  } finally {
    model.dispose();
  }
}

function reestimate(model: CharModel, corpus: TextCorpus, config: CharlmConfig): void {
  if (model.hasPopulationStatistics) model.reestimate(new EpochPlan(corpus, config).first(statisticsBatches));
}
