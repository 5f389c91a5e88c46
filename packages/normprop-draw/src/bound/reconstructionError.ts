import {
  abs,
  add,
  engine,
  exp,
  log1p,
  mul,
  neg,
  relu,
  reshape,
  sub,
  sum,
  tensor,
  tensor1d,
  tidy,
} from '@tensorflow/tfjs-core';
import type {Tensor1D, Tensor4D} from '@tensorflow/tfjs-core';
import {isInMemory, readInPlace} from 'normprop-core';
import {withGradient} from '../gradient/withGradient.js';
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
    if (isInMemory(engine().backendName)) return onArrays(canvas, images);
    // The two large terms first: what a sure and right canvas is still wrong by is smaller than their rounding.
    const perPixel = add(sub(relu(canvas), mul(images, canvas)), log1p(exp(neg(abs(canvas)))));
    return sum(reshape(perPixel, [canvas.shape[0], -1]), 1);
  });
}

/** The same on arrays, in one op instead of some twenty each way. */
function onArrays(canvas: Tensor4D, images: Tensor4D): Tensor1D {
  const [batch] = canvas.shape;
  const size = canvas.size / batch;
  let painted: Float32Array; // sigmoid(canvas), for the gradient
  return withGradient<Tensor1D>(
    'reconstructionError',
    [canvas, images],
    () => {
      const [c, x] = readInPlace([canvas, images]);
      painted = new Float32Array(c.length);
      const errors = new Float32Array(batch);
      for (let b = 0; b < batch; b++) {
        let sum = 0;
        for (let i = b * size; i < (b + 1) * size; i++) {
          const value = c[i];
          const small = Math.exp(-Math.abs(value));
          painted[i] = (value > 0 ? 1 : small) / (1 + small);
          sum += Math.max(value, 0) - x[i] * value + Math.log1p(small);
        }
        errors[b] = sum;
      }
      return tensor1d(errors);
    },
    (dy, _, inputs) => {
      const [c, x, given] = readInPlace([...inputs, dy]);
      const [dCanvas, dImages] = [new Float32Array(c.length), new Float32Array(c.length)];
      for (let b = 0, i = 0; b < batch; b++)
        for (const end = i + size; i < end; i++) {
          dCanvas[i] = given[b] * (painted[i] - x[i]);
          dImages[i] = -given[b] * c[i];
        }
      return [tensor(dCanvas, canvas.shape), tensor(dImages, canvas.shape)];
    },
  );
}
