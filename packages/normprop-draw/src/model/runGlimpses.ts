import {tidy} from '@tensorflow/tfjs-core';
import type {Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import {checkFlags} from '../check/checkNumbers.js';
import {checkOptions, type OptionNames} from '../check/checkOptions.js';
import {checkImagesNow} from '../images/checkPixels.js';
import {checkShape} from '../check/checkShape.js';
import {runsFused} from 'normprop-core';
import type {Draw} from './Draw.js';
import {runInOps} from './runInOps.js';
import {runOnArrays} from './runOnArrays.js';
import type {GlimpseRun, RunSettings} from './glimpseTypes.js';

/** Options of `runGlimpses`. */
export interface RunGlimpsesOptions {
  /** Masks and batch statistics as in training; default false. */
  training?: boolean;
}

const OPTIONS: OptionNames<RunGlimpsesOptions> = {training: true};

/**
 * The glimpses of a batch of images; differentiable in the network's weights.
 *
 * @param images [B,height,width,channels], values in [0, 1]; or null: the latents are then the noise itself, drawn from the prior.
 * @param noise ε [T,B,Z], standard normal, e.g. of `latentNoise`; T may differ from the network's.
 * @throws if a shape does not fit the network; on `cpu`, `wasm` and `tensorflow` also if a pixel is not in [0, 1].
 */
export function runGlimpses(
  model: Draw,
  images: Tensor4D | null,
  noise: Tensor3D,
  options: RunGlimpsesOptions = {},
): GlimpseRun {
  return tidy(() =>
    glimpseRun(model, images, noise, {...checkRun(model, images, noise, options), traced: true}),
  );
}

/** Throws as `runGlimpses`; gives the options. */
export function checkRun(
  model: Draw,
  images: Tensor4D | null,
  noise: Tensor3D,
  options: RunGlimpsesOptions,
): Required<RunGlimpsesOptions> {
  checkOptions('runGlimpses', options, OPTIONS);
  checkFlags({training: options.training});
  const {imageShape, latentSize} = model.config;
  checkShape('noise', noise, [null, null, latentSize]);
  if (noise.shape[0] < 1) throw new Error('noise: expected at least one glimpse, got none');
  if (images !== null) {
    checkShape('images', images, [noise.shape[1], ...imageShape]);
    checkImagesNow(images);
  }
  return {training: options.training ?? false};
}

/** `runGlimpses` of what has been checked, inside `tidy`; what is not `traced` may be missing. */
export function glimpseRun(
  model: Draw,
  images: Tensor4D | null,
  noise: Tensor3D,
  settings: RunSettings,
): GlimpseRun {
  if (runsFused()) return runOnArrays(model, images, noise, settings);
  return runInOps(model, images, noise, settings.training);
}
