/** How far a run is, whatever it measures. */
export interface RunStatus {
  /** Which run, when there are several: `Norm Prop`. */
  label: string;
  update: number;
  /** Updates of the whole run. */
  total: number;
  /** What this sitting still takes, validation included. */
  secondsLeft: number;
}

/** A status whose figures are in words already. */
export interface WordedStatus extends RunStatus {
  /** `102.4 nats`, `54 images/s`. */
  figures: readonly string[];
}

/** How far a run is, as its progress display shows it. */
export interface TrainingStatus extends RunStatus {
  /** Training loss, a running mean, in bits per character. */
  bitsPerCharacter: number;
  /** The last measurement on the validation text, once there is one. */
  validationBitsPerCharacter?: number;
  charactersPerSecond: number;
}

/** A status of any kind of run. */
export type AnyStatus = TrainingStatus | WordedStatus;

/** Shows a run's progress to people. */
export interface TrainingProgress<Status extends RunStatus = TrainingStatus> {
  /** Called after each update; shows it or leaves it. */
  show(status: Status): void;
  /** Ends the display of this run, leaving its last state readable. */
  finish(): void;
}
