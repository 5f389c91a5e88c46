import type {ComparisonEntry} from './comparisonEntry.js';
import type {RunSummary, RunTypes} from './runTypes.js';

/** What the demo of a task trains, in how much time. */
export interface Demo<T extends RunTypes = RunTypes> {
  /** Where its runs go unless the user names another folder. */
  folder: string;
  /** What is about to happen, in a sentence. */
  intro: string;
  /** How long it lasts, in words: `3 minutes`. */
  time: string;
  /** Seconds that all updates together may take; with start, measuring and report the demo stays under its time. */
  secondsForUpdates: number;
  /** Seconds after which a demo that chose its own number of updates ends early. */
  latest: number;
  /** A number of updates lies between two bounds and is a multiple of `step`. */
  updates: {least: number; most: number; step: number};
  /** Updates that are not timed, since the first calls of a WASM kernel run at a tenth of its speed, and those that are. */
  timing: {warmUp: number; measured: number};
  /** H, unless the user names another. */
  units: number;
  /** Its runs, one or several. */
  entries(updates: number, units: number): Array<ComparisonEntry<T['config']>>;
  /** The runs in a line, before they begin. */
  words(config: T['config']): string;
  /** Called before training. */
  begin(
    folder: string,
    entries: ReadonlyArray<ComparisonEntry<T['config']>>,
    data: T['data'],
  ): Promise<DemoReport<T>>;
}

/** What ends a demo. */
export interface DemoReport<T extends RunTypes = RunTypes> {
  /** Writes the report into the demo's folder. @returns What to print. */
  write(runs: ReadonlyArray<RunSummary<T>>): Promise<string>;
}
