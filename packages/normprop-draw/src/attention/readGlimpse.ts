import {concat, engine, reshape, sigmoid, sub, tidy} from '@tensorflow/tfjs-core';
import type {Tensor2D, Tensor4D} from '@tensorflow/tfjs-core';
import {checkSizes} from '../check/checkNumbers.js';
import {checkShape} from '../check/checkShape.js';
import {attentionFor} from './attentionFor.js';
import {WINDOW_NUMBERS} from './windowNumbers.js';

/** A window's grid: its five numbers for each image [B,5], and N. */
export interface ReadWindow {
  numbers: Tensor2D;
  size: number;
}

/**
 * What a glimpse sees: the image x and the error image x̂ = x − sigmoid(canvas), through the same window,
 *
 *     r = γ [F_Y x F_Xᵀ, F_Y x̂ F_Xᵀ]
 *
 * or both as they are, without attention.
 *
 * @param images [B,height,width,channels]; data, to which no gradient goes.
 * @param canvas the same shape, before the sigmoid.
 * @param window absent for no attention.
 * @returns [B, 2·N·N·channels], or [B, 2·height·width·channels]: first x, then x̂, each in rows, columns, channels.
 *
 * Source: Gregor et al., eq. 3, 17 and 27.
 */
export function readGlimpse(images: Tensor4D, canvas: Tensor4D, window?: ReadWindow): Tensor2D {
  checkShape('images', images, [null, null, null, null]);
  checkShape('canvas', canvas, images.shape);
  const batch = images.shape[0];
  if (window === undefined) {
    return tidy(() => {
      const error = sub(images, sigmoid(canvas));
      return concat([reshape(images, [batch, -1]), reshape(error, [batch, -1])], 1) as Tensor2D;
    });
  }
  const {numbers, size} = window;
  checkSizes({size});
  checkShape('numbers', numbers, [batch, WINDOW_NUMBERS]);
  return tidy(() => attentionFor(engine().backendName).read(images, canvas, numbers, size));
}
