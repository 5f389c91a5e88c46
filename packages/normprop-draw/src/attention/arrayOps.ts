import {clone, tensor} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor4D} from '@tensorflow/tfjs-core';
import type {WindowShape} from 'normprop-kernels/windows';
import {withGradient} from '../gradient/withGradient.js';
import {arrayRead, arrayReadGradient, type ReadReserve} from './arrayRead.js';
import {arrayWrite, arrayWriteGradient, type WriteReserve} from './arrayWrite.js';
import type {AttentionOps} from './attentionOps.js';

/**
 * The windows on typed arrays, one op each with its own gradient, for backends whose data are in the memory of the
 * processor (`cpu`, `wasm`): a window is too small for their ops, of which the reference takes about a hundred a glimpse.
 */
export const arrayOps: AttentionOps = {
  read(images, canvas, numbers, size) {
    const sizes = sizesOf(canvas, size);
    const [pixels, places] = [values(images), values(numbers)];
    let reserve: ReadReserve;
    return withGradient<Tensor2D>(
      'readGlimpse',
      [canvas, numbers],
      () => {
        reserve = arrayRead(pixels, values(canvas), places, sizes);
        return tensor(reserve.glimpse, [sizes.batch, reserve.glimpse.length / sizes.batch]);
      },
      (dGlimpse) => {
        const none = new Float32Array(pixels.length);
        const gradient = arrayReadGradient(values(dGlimpse), pixels, places, reserve, sizes, none);
        return [tensor(gradient.canvas, canvas.shape), tensor(gradient.numbers, numbers.shape)];
      },
    );
  },

  write(canvas, parameters, size) {
    const sizes = sizesOf(canvas, size);
    const given = values(parameters);
    let reserve: WriteReserve;
    return withGradient<Tensor4D>(
      'writeGlimpse',
      [canvas, parameters],
      () => {
        reserve = arrayWrite(values(canvas), given, sizes);
        return tensor(reserve.canvas, canvas.shape);
      },
      (dCanvas) => [
        clone(dCanvas),
        tensor(arrayWriteGradient(values(dCanvas), given, reserve, sizes), parameters.shape),
      ],
    );
  },
};

const values = (of: Tensor): Float32Array => of.dataSync<'float32'>();

function sizesOf(canvas: Tensor4D, size: number): WindowShape {
  const [batch, height, width, channels] = canvas.shape;
  return {batch, height, width, channels, size};
}
