import {add, engine, reshape, tidy} from '@tensorflow/tfjs-core';
import type {Tensor2D, Tensor4D} from '@tensorflow/tfjs-core';
import {checkSizes} from '../check/checkNumbers.js';
import {checkShape} from '../check/checkShape.js';
import {attentionFor} from './attentionFor.js';
import {WINDOW_NUMBERS} from './windowNumbers.js';

/**
 * The canvas with a patch w written on it through a window, or everywhere without attention:
 *
 *     canvas + (1/γ̂) F̂_Yᵀ w F̂_X
 *
 * @param canvas [B,height,width,channels], before the sigmoid.
 * @param parameters with attention, the window's five numbers and then its patch [N,N,channels]: [B, 5 + N·N·channels]; without, the
 *   whole patch [B, height·width·channels].
 * @param window absent for no attention.
 *
 * Source: Gregor et al., eq. 8, 18, 28 and 29.
 */
export function writeGlimpse(canvas: Tensor4D, parameters: Tensor2D, window?: {size: number}): Tensor4D {
  checkShape('canvas', canvas, [null, null, null, null]);
  const [batch, height, width, channels] = canvas.shape;
  if (window === undefined) {
    checkShape('parameters', parameters, [batch, height * width * channels]);
    return tidy(() => add(canvas, reshape(parameters, canvas.shape)));
  }
  const {size} = window;
  checkSizes({size});
  checkShape('parameters', parameters, [batch, WINDOW_NUMBERS + size * size * channels]);
  return tidy(() => attentionFor(engine().backendName).write(canvas, parameters, size));
}
