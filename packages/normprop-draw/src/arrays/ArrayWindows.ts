import {sigmoid} from 'normprop-kernels';
import {arrayRead, arrayReadGradient, type ReadReserve} from '../attention/arrayRead.js';
import {arrayWrite, arrayWriteGradient, type WriteReserve} from '../attention/arrayWrite.js';
import {WINDOW_NUMBERS} from '../attention/windowNumbers.js';
import {addTo, besideEachOther, columnsOf} from './matrices.js';

/** Image, batch and window sizes of a run. */
export interface WindowSizes {
  batch: number;
  height: number;
  width: number;
  channels: number;
  attention: boolean;
  readSize: number;
  writeSize: number;
}

/** What a glimpse saw of the images, kept for the way back. */
type Read = {errors: Float32Array} | {numbers: Float32Array; reserve: ReadReserve};

/** What reads the images and writes the canvas in each glimpse, on arrays; without attention both as they are. */
export class ArrayWindows {
  readonly #images: Float32Array | undefined;
  readonly #sizes: WindowSizes;
  readonly #reads: Read[] = [];
  readonly #writes: Array<{parameters: Float32Array; reserve: WriteReserve}> = [];

  /** @param images [B,H,W,C], where they are read. */
  constructor(sizes: WindowSizes, images?: Float32Array) {
    this.#sizes = sizes;
    this.#images = images;
  }

  get attention(): boolean {
    return this.#sizes.attention;
  }

  /** Values of one image. */
  get pixels(): number {
    const {height, width, channels} = this.#sizes;
    return height * width * channels;
  }

  /** Columns of what `write` is told. */
  get written(): number {
    const {channels, attention, writeSize} = this.#sizes;
    return attention ? WINDOW_NUMBERS + writeSize ** 2 * channels : this.pixels;
  }

  /** The images and what they have that the canvas [B,H,W,C] has not, through the window of `numbers` [B,5]: see `readGlimpse`. */
  read(canvas: Float32Array, numbers: Float32Array | undefined): Float32Array {
    const images = this.#images!;
    if (numbers) {
      const reserve = arrayRead(images, canvas, numbers, this.#readSizes);
      this.#reads.push({numbers, reserve});
      return reserve.glimpse;
    }
    const errors = sigmoid(canvas);
    for (let i = 0; i < errors.length; i++) errors[i] = images[i] - errors[i];
    this.#reads.push({errors});
    return besideEachOther(images, errors, this.#sizes.batch);
  }

  /** The gradients of `read`'s canvas, added to that given, and of its numbers. */
  readGradient(
    glimpse: number,
    dGlimpse: Float32Array,
    dCanvas: Float32Array,
  ): {canvas: Float32Array; numbers?: Float32Array} {
    const images = this.#images!;
    const read = this.#reads[glimpse];
    if ('numbers' in read) {
      const {numbers, reserve} = read;
      return arrayReadGradient(dGlimpse, images, numbers, reserve, this.#readSizes, dCanvas);
    }
    const {batch} = this.#sizes;
    const dErrors = columnsOf(dGlimpse, batch, this.pixels, 2 * this.pixels);
    const canvas = dCanvas.map((value, i) => {
      const painted = images[i] - read.errors[i];
      return value - dErrors[i] * painted * (1 - painted);
    });
    return {canvas};
  }

  /** The canvas with what `parameters` [B,`written`] say painted on it: see `writeGlimpse`. */
  write(canvas: Float32Array, parameters: Float32Array): Float32Array {
    if (!this.#sizes.attention) {
      const next = canvas.slice();
      addTo(next, parameters);
      return next;
    }
    const reserve = arrayWrite(canvas, parameters, this.#writeSizes);
    this.#writes.push({parameters, reserve});
    return reserve.canvas;
  }

  /** The gradient of `parameters`; that of the canvas is the canvas's own. */
  writeGradient(glimpse: number, dCanvas: Float32Array): Float32Array {
    if (!this.#sizes.attention) return dCanvas.slice();
    const {parameters, reserve} = this.#writes[glimpse];
    return arrayWriteGradient(dCanvas, parameters, reserve, this.#writeSizes);
  }

  get #readSizes() {
    return {...this.#sizes, size: this.#sizes.readSize};
  }

  get #writeSizes() {
    return {...this.#sizes, size: this.#sizes.writeSize};
  }
}
