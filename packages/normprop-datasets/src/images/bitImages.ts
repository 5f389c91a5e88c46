import {imageSet, type ImageSet} from './imageSet.js';
import {packedBytes} from './packBits.js';

/**
 * Images of one bit for each value, read as 0 and 1.
 *
 * @param packed as `packBits` makes it, one row an image; not copied.
 */
export function bitImages(
  packed: Uint8Array,
  shape: {height: number; width: number; channels: number; labels?: Uint8Array},
): ImageSet {
  const size = shape.height * shape.width * shape.channels;
  const stride = packedBytes(size);
  return imageSet({...shape, count: packed.length / stride}, (index, values) => {
    for (let i = 0; i < size; i++) values[i] = (packed[index * stride + (i >> 3)] >> (7 - (i & 7))) & 1;
  });
}
