import {createRequire} from 'node:module';
import type {Picture} from './Picture.js';

/** What is used of gifenc, which has no types. */
interface GifEncoder {
  writeFrame(
    index: Uint8Array,
    width: number,
    height: number,
    options: {palette: number[][]; delay: number},
  ): void;
  finish(): void;
  bytes(): Uint8Array;
}
interface GifEncoding {
  GIFEncoder: () => GifEncoder;
  quantize: (rgba: Uint8Array, colours: number) => number[][];
  applyPalette: (rgba: Uint8Array, palette: number[][]) => Uint8Array;
}

/**
 * Pictures of one size as an animated GIF that repeats for ever.
 *
 * @param delays Milliseconds that each picture stays.
 */
export function encodeGif(pictures: readonly Picture[], delays: readonly number[]): Uint8Array {
  // Its ES build has no .mjs name and no type: Node takes the CommonJS one.
  const {GIFEncoder, quantize, applyPalette} = createRequire(import.meta.url)('gifenc') as GifEncoding;
  const gif = GIFEncoder();
  pictures.forEach((picture, index) => {
    const {width, height, pixels} = picture;
    const rgba = new Uint8Array(width * height * 4).fill(255);
    for (let i = 0; i < width * height; i++) rgba.set(pixels.subarray(3 * i, 3 * i + 3), 4 * i);
    const palette = quantize(rgba, 128);
    gif.writeFrame(applyPalette(rgba, palette), width, height, {palette, delay: delays[index]});
  });
  gif.finish();
  return gif.bytes();
}
