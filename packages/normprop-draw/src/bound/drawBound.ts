import {add, mean, sum, tidy} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor1D, Tensor3D, Tensor4D} from '@tensorflow/tfjs-core';
import {klDivergence} from '../latent/klDivergence.js';
import type {Draw} from '../model/Draw.js';
import {checkRun, glimpseRun, type RunGlimpsesOptions} from '../model/runGlimpses.js';
import {reconstructionError} from './reconstructionError.js';

/** The variational bound of a batch, in nats. */
export type DrawBound = {
  /** Upper bound of −log p(image), mean over the batch: reconstruction + kl. */
  bound: Scalar;
  /** Mean over the batch of the cross entropy of image and canvas. */
  reconstruction: Scalar;
  /** Mean over the batch of the divergence of all glimpses together. */
  kl: Scalar;
  /** The bound of each image [B]. */
  perImage: Tensor1D;
  /** Mean over the batch of the divergence of each glimpse [T]. */
  klPerGlimpse: Tensor1D;
};

/**
 * The loss of DRAW, from one sample of the latents:
 *
 *     −log p(x) ≤ E[ −log p(x | canvas_T) + Σ_t KL(N(μ_t, σ_t²) ‖ N(0, 1)) ]
 *
 * A mean over images and a sum over pixels and glimpses: it does not depend on the batch size. Differentiable in the weights.
 *
 * @param images [B,height,width,channels], values in [0, 1].
 * @param noise ε [T,B,Z], e.g. of `latentNoise`.
 * @throws if a shape does not fit the network; on `cpu`, `wasm` and `tensorflow` also if a pixel is not in [0, 1].
 *
 * Source: Gregor et al., eq. 9-12.
 */
export function drawBound(
  model: Draw,
  images: Tensor4D,
  noise: Tensor3D,
  options: RunGlimpsesOptions = {},
): DrawBound {
  return tidy(() => {
    const settings = {...checkRun(model, images, noise, options), traced: false};
    const {canvas, latents} = glimpseRun(model, images, noise, settings);
    const reconstruction = reconstructionError(canvas, images);
    const perGlimpse = klDivergence(latents!); // [T,B]
    const divergence = sum(perGlimpse, 0);
    const perImage = add(reconstruction, divergence);
    return {
      bound: mean(perImage),
      reconstruction: mean(reconstruction),
      kl: mean(divergence),
      perImage: perImage as Tensor1D,
      klPerGlimpse: mean(perGlimpse, 1),
    };
  });
}
