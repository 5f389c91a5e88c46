import {dispose} from '@tensorflow/tfjs-core';
import type {Tensor4D} from '@tensorflow/tfjs-core';
import {latentNoise} from '../latent/latentNoise.js';
import type {Draw} from '../model/Draw.js';
import {glimpseTrace, type GlimpseTrace} from './glimpseTrace.js';

/**
 * Paints given images: the encoder looks, the decoder paints what it is told.
 *
 * @param images [B,height,width,channels], values in [0, 1].
 * @param options.seed fixes the sample of the latents; default 0.
 * @returns every canvas and both windows of each glimpse; the reconstruction is the last canvas. Dispose `canvases`.
 * @throws if the images do not fit the network.
 */
export async function reconstruct(
  model: Draw,
  images: Tensor4D,
  {seed = 0}: {seed?: number} = {},
): Promise<GlimpseTrace> {
  const noise = latentNoise({...model.config, seed, images: images.shape[0]});
  try {
    return await glimpseTrace(model, images, noise);
  } finally {
    dispose(noise);
  }
}
