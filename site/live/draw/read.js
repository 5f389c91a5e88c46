import {concat, cumsum, dispose, sigmoid, tensor4d, tidy, tile} from '@tensorflow/tfjs-core';
import {attentionWindow, klDivergence, latentNoise, reconstructionError, runGlimpses} from 'normprop-draw';

/**
 * An image as the network reads and paints it.
 *
 * @param {import('normprop-draw').Draw} model
 * @param {Float32Array} pixels 28x28 of 0 and 1.
 * @returns By glimpse: the painting so far, both windows, and the two parts of the bound if it stopped there, in nats.
 */
export async function read(model, pixels) {
  const {imageShape, glimpses, readSize, writeSize} = model.config;
  const images = tensor4d(pixels, [1, ...imageShape]);
  const noise = latentNoise({...model.config, seed: 0, images: 1});
  const results = tidy(() => {
    const {canvases, readNumbers, writeNumbers, latents} = runGlimpses(model, images, noise);
    const canvas = concat(canvases); // [T,height,width,1]
    return [
      sigmoid(canvas),
      concat(readNumbers),
      concat(writeNumbers),
      reconstructionError(canvas, tile(images, [glimpses, 1, 1, 1])),
      cumsum(klDivergence(latents)),
    ];
  });
  const [values, readings, writings, errors, kl] = await Promise.all(results.map((each) => each.data()));
  dispose([images, noise, ...results]);
  const [height, width] = imageShape;
  const windows = (numbers, size) =>
    Array.from({length: glimpses}, (_, t) =>
      attentionWindow(numbers.subarray(5 * t, 5 * t + 5), {size, height, width}),
    );
  return {
    values,
    readWindows: windows(readings, readSize),
    writeWindows: windows(writings, writeSize),
    errors,
    kl,
  };
}
