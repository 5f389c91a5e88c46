import {imageSet, type ImageSet} from './imageSet.js';

/**
 * Images of one byte for each value, 0 to 255, read as value / 255.
 *
 * @param pixels [count, height, width, channels]; not copied.
 */
export function byteImages(
  pixels: Uint8Array,
  shape: {height: number; width: number; channels: number; labels?: Uint8Array},
): ImageSet {
  const size = shape.height * shape.width * shape.channels;
  return imageSet({...shape, count: pixels.length / size}, (index, values) => {
    for (let i = 0, at = index * size; i < size; i++) values[i] = pixels[at + i] / 255;
  });
}
