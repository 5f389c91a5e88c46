import {tidy} from '@tensorflow/tfjs-core';
import type {SequenceBatches} from 'normprop-datasets';
import type {CharModel} from '../model/charModel.js';
import {WeightedMean} from './weightedMean.js';
import {yieldToEvents} from './yieldToEvents.js';

/** A mean cross entropy and over how many characters it ran. */
export interface Measurement {
  /** Mean cross entropy / ln 2. */
  bitsPerCharacter: number;
  characters: number;
}

/**
 * Measures a model on pieces of text, each from the initial state, without dropout.
 *
 * @param onProgress Told the share that is done.
 */
export async function validate(
  model: CharModel,
  batches: SequenceBatches,
  onProgress?: (done: number) => void,
): Promise<Measurement> {
  const mean = new WeightedMean();
  for (const batch of batches) {
    const loss = tidy(() => model.loss(model.tensorsOf(batch)).dataSync()[0]);
    mean.add(loss / Math.LN2, batch.targets.length);
    onProgress?.((batch.index + 1) / batches.count);
    await yieldToEvents();
  }
  return {bitsPerCharacter: mean.value, characters: batches.targetCount};
}
