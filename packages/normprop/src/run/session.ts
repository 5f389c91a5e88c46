import type {RunTypes} from './runTypes.js';

/** A model in training: weights, optimizer, and where it stands in the data. */
export interface Session<T extends RunTypes = RunTypes> {
  /** Its own copy. */
  readonly config: T['config'];
  readonly position: T['checkpoint']['position'];
  /** Updates that the config's budget makes. */
  readonly totalUpdates: number;
  /** The update whose checkpoint was saved or loaded last. */
  savedUpdate: number;
  /** What time and memory follow from. */
  readonly effort: Effort;
  /**
   * One update of the weights.
   *
   * @returns The loss before it, in the task's measure, and how long it took.
   * @throws {UserError} when the loss or the gradient is not finite; the weights stay as they were.
   */
  update(): Promise<{loss: number; seconds: number}>;
  /** Shortens the run to end at `update`, also in the config. */
  endAt(update: number): void;
  /** The line of metrics for the updates since the line before; begins new sums. */
  takeLine(): T['line'];
  /** Measures the validation data (and what else the task measures), a line each. */
  measure(): Promise<Array<T['line']>>;
  /**
   * Takes over the weights of another run's checkpoint, and nothing else, before the first update.
   *
   * @throws {UserError} when they do not fit.
   */
  start(source: T['checkpoint']): Promise<void>;
  /** All that is needed to go on from here. */
  checkpoint(): Promise<T['checkpoint']>;
  /** Goes on from a checkpoint, to the same bits as if it had never stopped. */
  restore(checkpoint: T['checkpoint']): Promise<void>;
  /** What a finished run measured. */
  result(metrics: ReadonlyArray<T['line']>): Promise<T['result']>;
  dispose(): void;
}

/** How large a session's work is. */
export interface Effort {
  /** Numbers that are trained. */
  parameters: number;
  /** Of one update: characters, images. */
  itemsPerUpdate: number;
  /** Updates from one measurement to the next. */
  updatesPerMeasurement: number;
  /** Items that one measurement reads. */
  itemsPerMeasurement: number;
  /** Bytes of memory that the process will take. @param runs How many runs are open in it. */
  memory(runs: number): number;
}
