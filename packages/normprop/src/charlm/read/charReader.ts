import type {SequenceBatch} from 'normprop-datasets';

/** Reads one long text with a trained model, and keeps the state from call to call. */
export interface CharReader {
  /** The softmax inputs [V] for what follows, after the next symbols, at least one of them; good until the next call. */
  logitsAfter(symbols: ArrayLike<number>): ArrayLike<number>;
  /** The mean cross entropy of the next piece of the text against its targets, in nats. */
  loss(piece: Pick<SequenceBatch, 'inputs' | 'targets'>): number;
  dispose(): void;
}
