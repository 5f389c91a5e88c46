import {testBatches} from 'normprop-datasets';
import type {SymbolStream} from 'normprop-datasets';
import type {CharReader} from '../read/charReader.js';
import type {Measurement} from './validate.js';
import {WeightedMean} from './weightedMean.js';
import {yieldToEvents} from '../../run/yieldToEvents.js';

/** Steps between two looks at other events; the result does not depend on it. */
const chunk = 500;

/**
 * Measures a model on a whole stream as one sequence, batch 1, the state carried through (the paper's Table 2).
 *
 * @param reader At the beginning of a text; the caller disposes of it.
 * @param onProgress Told the share that is done.
 */
export async function measureStream(
  reader: CharReader,
  stream: SymbolStream,
  onProgress?: (done: number) => void,
): Promise<Measurement> {
  const batches = testBatches(stream, {length: chunk});
  const mean = new WeightedMean();
  for (const batch of batches) {
    mean.add(reader.loss(batch) / Math.LN2, batch.targets.length);
    onProgress?.((batch.index + 1) / batches.count);
    await yieldToEvents();
  }
  return {bitsPerCharacter: mean.value, characters: batches.targetCount};
}
