/** How far a run is, as its progress display shows it. */
export interface TrainingStatus {
  /** Which run, when there are several: `Norm Prop`. */
  label: string;
  update: number;
  /** Updates of the whole run. */
  total: number;
  /** Training loss, a running mean, in bits per character. */
  bitsPerCharacter: number;
  /** The last measurement on the validation text, once there is one. */
  validationBitsPerCharacter?: number;
  charactersPerSecond: number;
  /** What this sitting still takes, validation included. */
  secondsLeft: number;
}

/** Shows a run's progress to people. */
export interface TrainingProgress {
  /** Called after each update; shows it or leaves it. */
  show(status: TrainingStatus): void;
  /** Ends the display of this run, leaving its last state readable. */
  finish(): void;
}
