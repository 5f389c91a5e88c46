import {PNG} from 'pngjs';
import type {Picture} from './Picture.js';

/** A picture as a PNG file. */
export function encodePng({width, height, pixels}: Picture): Uint8Array {
  const png = new PNG({width, height});
  for (let i = 0; i < width * height; i++) {
    png.data.set(pixels.subarray(3 * i, 3 * i + 3), 4 * i);
    png.data[4 * i + 3] = 255;
  }
  return PNG.sync.write(png, {colorType: 2});
}
