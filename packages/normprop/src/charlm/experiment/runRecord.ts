import type {CharlmConfig} from '../config/charlmConfig.js';
import type {Evaluation} from '../evaluate/evaluation.js';

/** A point of a learning curve. */
export interface CurvePoint {
  update: number;
  seconds: number;
  bitsPerCharacter: number;
}

/** What a table and a page say of one run, finished or not: a line of `results.jsonl`. */
export interface RunRecord {
  /** The run's folder inside the folder of runs. */
  run: string;
  /** `dataDir` is null: it is a path of one machine. */
  config: CharlmConfig;
  /** Whether it has used up its budget. */
  finished: boolean;
  /** Updates done. */
  update: number;
  /** Updates of the whole budget. */
  totalUpdates: number;
  /** Passes over the text that are done. */
  epoch: number;
  /** Seconds spent in updates. */
  seconds: number;
  /** Characters per second of training, the median over the lines of metrics. */
  charactersPerSecond: number;
  /** Share of the updates' time that making their batches took; `null` when it was not measured. */
  dataShare: number | null;
  /** Training loss over the last tenth of the updates, at most 100. */
  trainBitsPerCharacter: number;
  /** Share of the updates whose gradient was clipped. */
  clipped: number;
  /** Training losses, thinned by means, and every validation. */
  training: CurvePoint[];
  validation: CurvePoint[];
  /** Characters that a validation ran over. */
  validationCharacters: number;
  /** What `evaluate` measured of the last checkpoint. */
  evaluations: Evaluation[];
  parameters: number | null;
  sample: {prime: string; temperature: number; text: string} | null;
  dataDescription: string | null;
  commit: string | null;
  machine: string | null;
}
