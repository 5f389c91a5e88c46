import {expandDims, tidy} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import {testBatches} from 'normprop-datasets';
import type {SymbolStream} from 'normprop-datasets';
import type {CharModel} from '../model/charModel.js';
import {TextReader} from '../model/textReader.js';
import type {Measurement} from './validate.js';
import {WeightedMean} from './weightedMean.js';
import {yieldToEvents} from './yieldToEvents.js';

/** Steps that are computed at once; the result does not depend on it. */
const chunk = 500;

/**
 * Measures a model on a whole stream as one sequence, batch 1, the state carried through (the paper's Table 2).
 *
 * @param onProgress Told the share that is done.
 */
export async function measureStream(
  model: CharModel,
  stream: SymbolStream,
  onProgress?: (done: number) => void,
): Promise<Measurement> {
  const batches = testBatches(stream, {length: chunk});
  const reader = new TextReader(model);
  const mean = new WeightedMean();
  try {
    for (const batch of batches) {
      const loss = tidy(() => {
        const hidden = expandDims(reader.read(batch.inputs), 0) as Tensor3D;
        return model.outputLoss(hidden, batch.targets).dataSync()[0];
      });
      mean.add(loss / Math.LN2, batch.targets.length);
      onProgress?.((batch.index + 1) / batches.count);
      await yieldToEvents();
    }
  } finally {
    reader.dispose();
  }
  return {bitsPerCharacter: mean.value, characters: batches.targetCount};
}
