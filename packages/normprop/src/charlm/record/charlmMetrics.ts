/** A line of `metrics.jsonl` about training: means over the updates since the line before. */
export interface TrainingLine {
  kind: 'train';
  update: number;
  /** Passes over the text, with a fraction. */
  epoch: number;
  /** Training loss in bits per character. */
  bitsPerCharacter: number;
  /** Seconds spent in updates so far. */
  seconds: number;
  /** Global norm of the gradient before clipping. */
  gradientNorm: number;
  /** Share of the updates whose gradient was clipped. */
  clipped: number;
  charactersPerSecond: number;
  /** Of the seconds since the line before, those that went into making batches; absent in files of earlier versions. */
  dataSeconds?: number;
}

/** A line of `metrics.jsonl` about the validation text. */
export interface ValidationLine {
  kind: 'validation';
  update: number;
  epoch: number;
  bitsPerCharacter: number;
  /** Seconds spent in updates so far. */
  seconds: number;
  /** Over how many characters the mean ran. */
  characters: number;
}

/** One line of `metrics.jsonl`. */
export type CharlmLine = TrainingLine | ValidationLine;
