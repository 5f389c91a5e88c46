import type {TextCorpus, VocabularyJSON} from 'normprop-datasets';
import type {StoredRun} from '../../run/checkpointFormat.js';
import {RunFolder} from '../../run/runFolder.js';
import type {RunResult, RunSummary, RunTypes} from '../../run/runTypes.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {charlmRules} from '../config/resolveConfig.js';
import type {CharlmLine} from './charlmMetrics.js';
import type {TrainingPosition} from './trainingPosition.js';

/** All that a run needs to go on as if it had never stopped, and that sampling needs to start. */
export interface CharlmCheckpoint extends StoredRun {
  config: CharlmConfig;
  vocabulary: VocabularyJSON;
  /** Hash of the text's symbols: a run is not resumed on another text. */
  dataFingerprint: string;
  position: TrainingPosition;
  /** E[h²] at each time step before the first update; absent in checkpoints of earlier versions. */
  initialMeanSquare?: number[];
}

/** What a finished run measured, as `result.json` holds it. */
export interface CharlmResult extends RunResult {
  /** Mean over the last tenth of the updates, at most 100. */
  trainBitsPerCharacter: number;
  validation: {bitsPerCharacter: number; characters: number};
  /** The median over the lines of metrics. */
  charactersPerSecond: number;
  /** Variance of each component of the recurrent layer's inputs. */
  inputVariance: number;
  /** E[h²] at each step of a piece of validation text, before the first update and after the last. */
  hiddenMeanSquare: {initial: number[]; trained: number[]};
  sample: {prime: string; temperature: number; text: string};
  /** Processors, system and Node; absent in results of earlier versions. */
  machine?: string;
  /** The program's commit, when it ran from a checkout. */
  commit?: string;
}

/** What runs of text are made of. */
export interface CharlmTypes extends RunTypes {
  config: CharlmConfig;
  data: TextCorpus;
  line: CharlmLine;
  checkpoint: CharlmCheckpoint;
  result: CharlmResult;
}

/** A run of text as reports show it. */
export type CharlmSummary = RunSummary<CharlmTypes>;

/** The folder of a run of text. */
export class CharlmRunFolder extends RunFolder<CharlmTypes> {
  constructor(path: string) {
    super(path, charlmRules);
  }
}
