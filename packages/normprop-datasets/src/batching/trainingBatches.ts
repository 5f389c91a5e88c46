import type {SymbolStream} from '../text/vocabulary.js';
import {batchesOf} from './batchesOf.js';
import {checkIntegers, checkSizes} from '../checkSizes.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import {seededUniform} from './seededUniform.js';
import type {SequenceBatches} from './sequenceBatch.js';

/** Options of {@link trainingBatches}. */
export interface TrainingBatchesOptions {
  /** Steps of a sequence. */
  length: number;
  /** Sequences of a batch. */
  batch: number;
  /** Which random order; an integer. */
  seed: number;
  /** Which pass over the stream, from 0: each has its own offset and order. */
  epoch: number;
}

const OPTIONS: OptionKinds<TrainingBatchesOptions> = {
  length: 'any',
  batch: 'any',
  seed: 'any',
  epoch: 'any',
};

/**
 * One training epoch: a random offset in `[0, length)`, the stream cut into pieces of `length` from there, the
 * pieces shuffled and put together in batches.
 *
 * A pure function of its arguments, so a run resumes in the middle of an epoch with `.from(batchesDone)`. All batches
 * have the same shape: `floor((N − 1 − offset) / length)` pieces of a stream of `N`, of which those that do not fill a batch are left out,
 * other ones each epoch. So `count` may differ by one between epochs.
 *
 * @throws if the stream has not enough symbols for one batch at any offset: `N ≥ length · (batch + 1)`.
 *
 * @source Laurent et al., *Recurrent Normalization Propagation*, section 5 (length 100, batch 64); the
 *   random offset and the left-out pieces are ours to choose, the paper does not say.
 */
export function trainingBatches(stream: SymbolStream, options: TrainingBatchesOptions): SequenceBatches {
  checkOptions('trainingBatches', options, OPTIONS);
  const {length, batch, seed, epoch} = options;
  checkSizes({length, batch});
  checkIntegers({seed, epoch});
  // The largest offset, length − 1, and the last target leave length · batch symbols.
  if (stream.length < length * (batch + 1)) {
    throw new Error(
      `train: too short. It has ${stream.length} symbols; batches of ${batch} sequences of length ${length} ` +
        `need at least ${length * (batch + 1)}`,
    );
  }
  const uniform = seededUniform(seed, epoch);
  const offset = Math.floor(uniform() * length);
  const pieces = shuffledIntegers(Math.floor((stream.length - 1 - offset) / length), uniform);
  const count = Math.floor(pieces.length / batch);
  return batchesOf(stream, {
    count,
    targetCount: count * batch * length,
    plan: (index) => ({
      starts: pieces.slice(index * batch, (index + 1) * batch).map((piece) => offset + piece * length),
      timeSteps: length,
      carriesState: false,
    }),
  });
}

/** 0 to n − 1 in random order (Fisher-Yates). */
function shuffledIntegers(n: number, uniform: () => number): Uint32Array {
  const numbers = Uint32Array.from({length: n}, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [numbers[i], numbers[j]] = [numbers[j], numbers[i]];
  }
  return numbers;
}
