import type {RunConfig} from '../config/runConfig.js';
import type {StoredRun} from './checkpointFormat.js';
import type {RunLine} from './metrics.js';

/** What every `result.json` says of a finished run. */
export interface RunResult {
  /** Updates done. */
  updates: number;
  /** Passes over the training data, with a fraction. */
  epochs: number;
  /** Seconds spent in updates. */
  seconds: number;
  /** Share of all updates whose gradient was clipped. */
  clipped: number;
  /** Numbers that are trained. */
  parameters: number;
  /** The data, in one line. */
  dataDescription: string;
  versions: Record<string, string>;
}

/** The types that a task's runs are made of. */
export interface RunTypes {
  config: RunConfig;
  /** What it learns from. */
  data: unknown;
  /** A line of `metrics.jsonl`. */
  line: RunLine;
  checkpoint: StoredRun;
  result: RunResult;
}

/** A finished run as tables and pages show it. */
export interface RunSummary<T extends RunTypes = RunTypes> {
  /** Unique on a page: `Norm Prop, seed 1`. */
  name: string;
  /** Runs of one group differ in the seed alone and share a colour: `Norm Prop`. */
  group: string;
  config: T['config'];
  metrics: Array<T['line']>;
  result: T['result'];
}
