import {sigmoid} from 'normprop-kernels';
import {arrayRead, arrayReadGradient, type ReadReserve} from '../attention/arrayRead.js';
import {arrayWrite, arrayWriteGradient, type WriteReserve} from '../attention/arrayWrite.js';
import {WINDOW_NUMBERS} from '../attention/windowNumbers.js';
import {addTo, columnsOf} from './columns.js';

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
interface Read {
  painted: Float32Array;
  errors: Float32Array;
  numbers?: Float32Array;
  reserve?: ReadReserve;
}

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
    const painted = sigmoid(canvas);
    const errors = new Float32Array(painted.length);
    for (let i = 0; i < errors.length; i++) errors[i] = images[i] - painted[i];
    if (numbers === undefined) {
      this.#reads.push({painted, errors});
      return this.#bothWhole(images, errors);
    }
    const reserve = arrayRead(images, errors, numbers, this.#readSizes);
    this.#reads.push({painted, errors, numbers, reserve});
    return reserve.glimpse;
  }

  /** Adds the gradient of the canvas that `read` had, and returns that of its numbers. */
  readGradient(glimpse: number, dGlimpse: Float32Array, dCanvas: Float32Array): Float32Array | undefined {
    const {painted, errors, numbers, reserve} = this.#reads[glimpse];
    let dErrors: Float32Array;
    let dNumbers: Float32Array | undefined;
    if (numbers === undefined) {
      const half = dGlimpse.length / this.#sizes.batch / 2;
      dErrors = columnsOf(dGlimpse, this.#sizes.batch, half, 2 * half);
    } else {
      const images = this.#images!;
      ({dErrors, dNumbers} = arrayReadGradient(dGlimpse, images, errors, numbers, reserve!, this.#readSizes));
    }
    for (let i = 0; i < dCanvas.length; i++) dCanvas[i] -= dErrors[i] * painted[i] * (1 - painted[i]);
    return dNumbers;
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

  /** [B,2P]. */
  #bothWhole(images: Float32Array, errors: Float32Array): Float32Array {
    const {batch} = this.#sizes;
    const pixels = images.length / batch;
    const both = new Float32Array(2 * images.length);
    for (let b = 0; b < batch; b++) {
      both.set(images.subarray(b * pixels, (b + 1) * pixels), 2 * b * pixels);
      both.set(errors.subarray(b * pixels, (b + 1) * pixels), (2 * b + 1) * pixels);
    }
    return both;
  }
}
