import {abs, add, exp, log1p, mul, neg, relu, reshape, sub, sum, tidy} from '@tensorflow/tfjs-core';
import type {Tensor1D, Tensor4D} from '@tensorflow/tfjs-core';
import {checkImagesNow} from '../images/checkPixels.js';
import {checkShape} from '../check/checkShape.js';

/**
 * −log p(image | canvas) in nats: the cross entropy of the image and sigmoid(canvas), summed over pixels and channels.
 *
 * `Σ max(c,0) − x c + log(1 + exp(−|c|))`, which stays finite however sure the canvas is.
 *
 * @param canvas [B,height,width,channels], before the sigmoid.
 * @param images the same shape, values in [0, 1].
 * @returns [B].
 * @throws if the shapes differ; on `cpu`, `wasm` and `tensorflow` also if a pixel is not in [0, 1].
 *
 * Source: Gregor et al., eq. 9.
 */
export function reconstructionError(canvas: Tensor4D, images: Tensor4D): Tensor1D {
  checkShape('images', images, canvas.shape);
  checkImagesNow(images);
  return tidy(() => {
    // The two large terms first: what a sure and right canvas is still wrong by is smaller than their rounding.
    const perPixel = add(sub(relu(canvas), mul(images, canvas)), log1p(exp(neg(abs(canvas)))));
    return sum(reshape(perPixel, [canvas.shape[0], -1]), 1);
  });
}
