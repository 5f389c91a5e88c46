import {clone, mul, sigmoid, sub, tensor} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor4D} from '@tensorflow/tfjs-core';
import {withGradient} from '../gradient/withGradient.js';
import {arrayRead, arrayReadGradient, type ImageSize, type ReadReserve} from './arrayRead.js';
import {arrayWrite, arrayWriteGradient, type WriteReserve} from './arrayWrite.js';
import type {AttentionOps} from './attentionOps.js';

/**
 * The windows on typed arrays, one op each with its own gradient, for backends whose data are in the memory of the
 * processor (`cpu`, `wasm`): a window is too small for their ops, of which the reference takes about a hundred a glimpse.
 * The sigmoid of the canvas, which is large, is the backend's.
 */
export const arrayOps: AttentionOps = {
  read(images, canvas, numbers, size) {
    const sizes = sizesOf(canvas, size);
    const [pixels, places] = [values(images), values(numbers)];
    let errors: Float32Array;
    let reserve: ReadReserve;
    return withGradient<Tensor2D>(
      'readGlimpse',
      [canvas, numbers],
      (save) => {
        const painted = sigmoid(canvas);
        save([painted]);
        errors = values(sub(images, painted));
        reserve = arrayRead(pixels, errors, places, sizes);
        return tensor(reserve.glimpse, [sizes.batch, reserve.glimpse.length / sizes.batch]);
      },
      (dGlimpse, [painted]) => {
        const {dErrors, dNumbers} = arrayReadGradient(
          values(dGlimpse),
          pixels,
          errors,
          places,
          reserve,
          sizes,
        );
        const slope = mul(painted, sub(painted, 1)); // of −sigmoid
        const dPainted = tensor(dErrors, canvas.shape);
        return [mul(dPainted, slope), tensor(dNumbers, numbers.shape)];
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

function sizesOf(canvas: Tensor4D, size: number): ImageSize {
  const [batch, height, width, channels] = canvas.shape;
  return {batch, height, width, channels, size};
}
