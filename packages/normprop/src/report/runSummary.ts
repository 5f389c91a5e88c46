import type {CharlmConfig} from '../config/charlmConfig.js';
import type {MetricsLine} from '../run/metrics.js';

/** What a finished run measured, as `result.json` holds it. */
export interface RunResult {
  /** Updates done. */
  updates: number;
  /** Passes over the text, with a fraction. */
  epochs: number;
  /** Seconds spent in updates. */
  seconds: number;
  /** Mean over the last tenth of the updates, at most 100. */
  trainBitsPerCharacter: number;
  validation: {bitsPerCharacter: number; characters: number};
  /** Share of all updates whose gradient was clipped. */
  clipped: number;
  /** The median over the lines of metrics. */
  charactersPerSecond: number;
  /** Numbers that are trained. */
  parameters: number;
  /** Variance of each component of the recurrent layer's inputs. */
  inputVariance: number;
  /** E[h²] at each step of a piece of validation text, before the first update and after the last. */
  hiddenMeanSquare: {initial: number[]; trained: number[]};
  sample: {prime: string; temperature: number; text: string};
  /** The text, in one line. */
  dataDescription: string;
  versions: Record<string, string>;
  /** Processors, system and Node; absent in results of earlier versions. */
  machine?: string;
  /** The program's commit, when it ran from a checkout. */
  commit?: string;
}

/** A run as the report shows it. */
export interface RunSummary {
  /** Unique in the report: `Norm Prop, seed 1`. */
  name: string;
  /** Runs of one group differ in the seed alone and share a colour: `Norm Prop`. */
  group: string;
  config: CharlmConfig;
  metrics: MetricsLine[];
  result: RunResult;
}
