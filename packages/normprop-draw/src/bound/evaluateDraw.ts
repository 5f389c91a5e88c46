import {dispose} from '@tensorflow/tfjs-core';
import {checkSeed} from '../check/checkNumbers.js';
import {checkOptions, type OptionNames} from '../check/checkOptions.js';
import {latentNoise} from '../latent/latentNoise.js';
import type {Draw} from '../model/Draw.js';
import {checkSource, tensorBatches, type ImageSource} from '../images/imageSource.js';
import type {BoundValues} from './BoundMean.js';
import {BoundMean} from './BoundMean.js';
import {drawBound} from './drawBound.js';

/** Options of `evaluateDraw`. */
export interface EvaluateDrawOptions {
  /** Images at once, when they are a tensor; the result does not depend on it. Default 128. */
  batchSize?: number;
  /** Fixes the noise; default 0. */
  seed?: number;
}

const OPTIONS: OptionNames<EvaluateDrawOptions> = {batchSize: true, seed: true};

/**
 * The bound of a set of images in nats per image, from one sample of the latents for each, without dropout and with population statistics.
 *
 * The noise of an image depends on the seed and its number in the set, so that the bound does not depend on the batch size.
 *
 * @param images [N,height,width,channels], or batches.
 * @throws if there is no image, a pixel is not in [0, 1], or a shape does not fit the network.
 */
export async function evaluateDraw(
  model: Draw,
  images: ImageSource,
  options: EvaluateDrawOptions = {},
): Promise<BoundValues & {count: number}> {
  checkOptions('evaluateDraw', options, OPTIONS);
  const {batchSize = 128, seed = 0} = options;
  checkSeed('seed', seed);
  await checkSource(images);
  const sums = new BoundMean();
  for (const {images: batch, indices} of tensorBatches(images, {batchSize})) {
    const noise = latentNoise({...model.config, seed, images: indices});
    const result = drawBound(model, batch, noise);
    const {bound, reconstruction, kl} = result;
    const [[b], [r], [k]] = await Promise.all([bound, reconstruction, kl].map((part) => part.data()));
    sums.add({bound: b, reconstruction: r, kl: k}, batch.shape[0]);
    dispose(result);
    dispose([batch, noise]);
  }
  if (sums.weight === 0) throw new Error('images: expected at least one image, got none');
  return {...sums.mean, count: sums.weight};
}
