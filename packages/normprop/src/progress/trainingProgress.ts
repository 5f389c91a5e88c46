/** What a task measures and in which words: `2.310 bits per character`, `41,235 characters/s`. */
export interface LossMeasure {
  /** `bits per character`. */
  unit: string;
  /** Digits after the point that are worth showing. */
  digits: number;
  /** What it reads, for speeds: `characters`. */
  items: string;
}

/** How far a run is, as its progress display shows it. */
export interface RunStatus {
  /** Which run, when there are several: `Norm Prop`. */
  label: string;
  update: number;
  /** Updates of the whole run. */
  total: number;
  /** Training loss, a running mean. */
  loss: number;
  /** The last measurement on the validation data, once there is one. */
  validation?: number;
  itemsPerSecond: number;
  /** What this sitting still takes, validation included; not there before it can be told. */
  secondsLeft?: number;
  /** What these figures are of. */
  measure: LossMeasure;
}

/** Shows a run's progress to people. */
export interface TrainingProgress {
  /** Called after each update; shows it or leaves it. */
  show(status: RunStatus): void;
  /** Ends the display of this run, leaving its last state readable. */
  finish(): void;
}
