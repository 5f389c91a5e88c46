import {tidy} from '@tensorflow/tfjs-core';
import type {SequenceBatches} from 'normprop-datasets';
import type {CharModel} from '../model/charModel.js';
import {WeightedMean} from './weightedMean.js';
import {yieldToEvents} from '../../run/yieldToEvents.js';

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
    const value = tidy(() => model.loss(model.tensorsOf(batch)));
    const [loss] = await value.data();
    value.dispose();
    mean.add(loss / Math.LN2, batch.targets.length);
    onProgress?.((batch.index + 1) / batches.count);
    await yieldToEvents();
  }
  return {bitsPerCharacter: mean.value, characters: batches.targetCount};
}
