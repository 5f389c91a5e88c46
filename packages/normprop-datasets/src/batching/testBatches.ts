import type {SymbolStream} from '../text/vocabulary.js';
import {batchesOf} from './batchesOf.js';
import {checkSizes} from '../checkSizes.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import type {SequenceBatches} from './sequenceBatch.js';

/** Options of {@link testBatches}. */
export interface TestBatchesOptions {
  /** Steps of a chunk: how much is computed at once. It does not change the result. */
  length: number;
}

const OPTIONS: OptionKinds<TestBatchesOptions> = {length: 'any'};

/**
 * The stream as one long sequence: batch 1, in chunks of `length`, the state carried from each to the next (`carriesState`).
 *
 * Nothing is left out: a stream of `N` symbols has `N − 1` targets, each exactly once; the last chunk may be shorter.
 *
 * @throws if the stream has fewer than 2 symbols.
 * @source Laurent et al., *Recurrent Normalization Propagation*, Table 2.
 */
export function testBatches(stream: SymbolStream, options: TestBatchesOptions): SequenceBatches {
  checkOptions('testBatches', options, OPTIONS);
  const {length} = options;
  checkSizes({length});
  const targetCount = stream.length - 1;
  if (targetCount < 1) throw new Error(`test: too short. Expected at least 2 symbols, got ${stream.length}`);
  return batchesOf(stream, {
    count: Math.ceil(targetCount / length),
    targetCount,
    plan: (index) => ({
      starts: [index * length],
      timeSteps: Math.min(length, targetCount - index * length),
      carriesState: index > 0,
    }),
  });
}
