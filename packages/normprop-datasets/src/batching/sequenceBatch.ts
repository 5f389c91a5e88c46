/** A batch of sequences as typed arrays, batch-major: row `b`, step `t` is at `b * timeSteps + t`. */
export interface SequenceBatch {
  /** Its number in the epoch, from 0. */
  readonly index: number;
  /** Rows. */
  readonly batch: number;
  /** Steps of each row. */
  readonly timeSteps: number;
  /** [batch * timeSteps] symbol numbers. */
  readonly inputs: Int32Array;
  /** [batch * timeSteps] symbol numbers: each input's next symbol. Every one of them counts. */
  readonly targets: Int32Array;
  /** Whether the rows go on where those of the batch before ended: keep the state. Else start from the initial state. */
  readonly carriesState: boolean;
}

/**
 * The batches of one pass over a stream: a list that is made as it is read, and that may be read from anywhere and
 * as often as wanted.
 */
export interface SequenceBatches extends Iterable<SequenceBatch> {
  /** How many batches there are. */
  readonly count: number;
  /** How many targets all batches have together: the number of characters of a mean over them. */
  readonly targetCount: number;
  /** Batch `index`, in `[0, count)`. A pure function: the same each time. */
  at(index: number): SequenceBatch;
  /** The batches from `start` on (0 to count), to resume in the middle of an epoch. */
  from(start: number): Iterable<SequenceBatch>;
}
