import type {SymbolStream} from '../text/vocabulary.js';
import {batchesOf} from './batchesOf.js';
import {checkSizes} from '../checkSizes.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import type {SequenceBatches} from './sequenceBatch.js';

/** Options of {@link validationBatches}. */
export interface ValidationBatchesOptions {
  /** Steps of a sequence. */
  length: number;
  /** Sequences of a batch, at most. */
  batch: number;
}

const OPTIONS: OptionKinds<ValidationBatchesOptions> = {length: 'any', batch: 'any'};

/**
 * The stream in contiguous pieces of `length`, in order, each from the initial state.
 *
 * Nothing is left out or padded: a stream of `N` symbols has `N − 1` targets, and each comes exactly once. So the last batch of whole pieces
 * may have fewer rows, and the rest of the stream, if any, is one more batch of one shorter row. A mean over the characters
 * weighs each batch by its `batch * timeSteps`.
 *
 * @throws if the stream has fewer than 2 symbols.
 */
export function validationBatches(stream: SymbolStream, options: ValidationBatchesOptions): SequenceBatches {
  checkOptions('validationBatches', options, OPTIONS);
  const {length, batch} = options;
  checkSizes({length, batch});
  const targetCount = stream.length - 1;
  if (targetCount < 1) throw new Error(`valid: too short. Expected at least 2 symbols, got ${stream.length}`);
  const pieces = Math.floor(targetCount / length);
  const whole = Math.ceil(pieces / batch);
  const rest = targetCount - pieces * length;
  return batchesOf(stream, {
    count: whole + (rest > 0 ? 1 : 0),
    targetCount,
    plan: (index) => {
      if (index === whole) return {starts: [pieces * length], timeSteps: rest, carriesState: false};
      const rows = Math.min(batch, pieces - index * batch);
      const starts = Array.from({length: rows}, (_, row) => (index * batch + row) * length);
      return {starts, timeSteps: length, carriesState: false};
    },
  });
}
