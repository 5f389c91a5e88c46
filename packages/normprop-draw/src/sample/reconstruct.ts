import {dispose} from '@tensorflow/tfjs-core';
import type {Tensor4D} from '@tensorflow/tfjs-core';
import {checkOptions, type OptionNames} from '../check/checkOptions.js';
import {checkImages} from '../images/checkPixels.js';
import {latentNoise} from '../latent/latentNoise.js';
import type {Draw} from '../model/Draw.js';
import {glimpseTrace, type GlimpseTrace} from './glimpseTrace.js';

/** Options of `reconstruct`. */
export interface ReconstructOptions {
  /** Fixes the sample of the latents; default 0. */
  seed?: number;
}

const OPTIONS: OptionNames<ReconstructOptions> = {seed: true};

/**
 * Paints given images: the encoder looks, the decoder paints what it is told.
 *
 * @param images [B,height,width,channels], values in [0, 1].
 * @returns every canvas and both windows of each glimpse; the reconstruction is the last canvas. Dispose `canvases`.
 * @throws if the images do not fit the network, or a pixel is not in [0, 1].
 */
export async function reconstruct(
  model: Draw,
  images: Tensor4D,
  options: ReconstructOptions = {},
): Promise<GlimpseTrace> {
  checkOptions('reconstruct', options, OPTIONS);
  const {seed = 0} = options;
  await checkImages(images);
  const noise = latentNoise({...model.config, seed, images: images.shape[0]});
  try {
    return await glimpseTrace(model, images, noise);
  } finally {
    dispose(noise);
  }
}
