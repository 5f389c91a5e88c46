import {dispose} from '@tensorflow/tfjs-core';
import {checkOptions, type OptionNames} from '../check/checkOptions.js';
import {latentNoise} from '../latent/latentNoise.js';
import type {Draw} from '../model/Draw.js';
import {glimpseTrace, type GlimpseTrace} from './glimpseTrace.js';

/** Options of `generate`. */
export interface GenerateOptions {
  /** How many images. */
  count: number;
  /** Fixes them; default 0. Image n is the same however many there are. */
  seed?: number;
  /** T; default the network's. */
  glimpses?: number;
}

const OPTIONS: OptionNames<GenerateOptions> = {count: true, seed: true, glimpses: true};

/**
 * New images: latents from the prior N(0, 1), painted by the decoder alone.
 *
 * @returns every canvas and writing window; the image is the last canvas, the probability of each pixel. Dispose `canvases`.
 *
 * Source: Gregor et al., section 2.3.
 */
export async function generate(model: Draw, options: GenerateOptions): Promise<GlimpseTrace> {
  checkOptions('generate', options, OPTIONS);
  const {count, seed = 0, glimpses = model.config.glimpses} = options;
  const {latentSize} = model.config;
  const noise = latentNoise({glimpses, latentSize, seed, images: count});
  try {
    return await glimpseTrace(model, null, noise);
  } finally {
    dispose(noise);
  }
}
