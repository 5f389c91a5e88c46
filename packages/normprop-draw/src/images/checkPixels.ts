import {engine} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {isInMemory} from 'normprop-core';

/** Resizing in float32 may leave a pixel that little outside. */
const TOLERANCE = 1e-6;

/** Whether values on the current backend can be looked at without waiting for a graphics card. */
export const valuesAreInMemory = (): boolean =>
  isInMemory(engine().backendName) || engine().backendName === 'tensorflow';

/**
 * Throws unless each pixel is a number in [0,1]: as a probability of 1 the bound takes it, and with others it has no lower limit.
 *
 * @param pixels [N, ...], N images.
 * @param options.images N.
 * @param options.indices The images' numbers in their set, for the message; default from 0.
 */
export function checkPixels(
  pixels: ArrayLike<number>,
  {images, indices}: {images: number; indices?: ArrayLike<number>},
): void {
  for (let i = 0; i < pixels.length; i++) {
    // A NaN fails both comparisons.
    if (pixels[i] >= -TOLERANCE && pixels[i] <= 1 + TOLERANCE) continue;
    const image = Math.floor(i / (pixels.length / images));
    throw new Error(
      `images: expected values in [0,1], got ${pixels[i]} at image ${indices ? indices[image] : image}`,
    );
  }
}

/** {@link checkPixels} of a tensor [N, ...], on any backend. */
export async function checkImages(images: Tensor): Promise<void> {
  checkPixels(await images.data(), {images: images.shape[0]});
}

/** {@link checkPixels} of a tensor [N, ...] where that needs no waiting; on the other backends those who can wait have checked. */
export function checkImagesNow(images: Tensor): void {
  if (valuesAreInMemory()) checkPixels(images.dataSync(), {images: images.shape[0]});
}
