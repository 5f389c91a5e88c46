/** A bound in nats per image. */
export interface DrawNats {
  /** reconstruction + kl, an upper bound of −log p(image). */
  bound: number;
  reconstruction: number;
  kl: number;
}

/** A line of `metrics.jsonl` about training: means over the updates since the line before. */
export interface DrawTrainingLine extends DrawNats {
  kind: 'train';
  update: number;
  /** Passes over the training images, with a fraction. */
  epoch: number;
  /** Seconds spent in updates so far. */
  seconds: number;
  /** Global norm of the gradient before clipping. */
  gradientNorm: number;
  /** Share of the updates whose gradient was clipped. */
  clipped: number;
  imagesPerSecond: number;
}

/** A line of `metrics.jsonl` about validation or test images. */
export interface DrawMeasuredLine extends DrawNats {
  kind: 'validation' | 'test';
  update: number;
  epoch: number;
  /** Seconds spent in updates so far. */
  seconds: number;
  /** Over how many images the mean ran. */
  images: number;
}

/** One line of `metrics.jsonl`. */
export type DrawLine = DrawTrainingLine | DrawMeasuredLine;
