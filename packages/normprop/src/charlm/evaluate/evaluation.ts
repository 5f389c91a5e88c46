import type {Split} from 'normprop-datasets';

/** One measurement of a trained run by `evaluate`, as `evaluations.json` of its folder holds it. */
export interface Evaluation {
  /** The update of the checkpoint that was measured. */
  update: number;
  split: Split;
  /** In pieces of the training length, each from the initial state, or the whole text as one sequence. */
  as: 'pieces' | 'stream';
  bitsPerCharacter: number;
  /** Predictions that the mean ran over. */
  characters: number;
  /** Whether these were all of the split. */
  whole: boolean;
  /** Learning rate of dynamic evaluation, in which the model went on learning from what it had read; `null`: it did not. */
  dynamic: number | null;
  /** Penn Treebank: the same bits over the symbol count that keeps the space at each line's end. */
  untrimmed?: {symbols: number; bitsPerCharacter: number};
}
