import {WINDOW_NUMBERS} from '../attention/windowNumbers.js';
import type {GlimpseArrays} from './ArrayGlimpses.js';

/** What a run gives, in which sizes. */
export interface FlatSizes {
  glimpses: number;
  batch: number;
  /** Values of one image. */
  pixels: number;
  latentSize: number;
  /** Whether images are read. */
  reads: boolean;
  attention: boolean;
  /** Whether the canvases before the last and the windows are wanted too. */
  traced: boolean;
}

/** A part of the array: `count` pieces of `size` values, from `start` on. */
export interface Part {
  start: number;
  count: number;
  size: number;
}

/**
 * All that a run gives in one array, since an op with a gradient of its own has one result: the last canvas, the latents, and where they are
 * wanted the canvases before, the numbers of the reading and of the writing windows.
 */
export class FlatRun {
  readonly canvas: Part;
  readonly latents: Part;
  readonly earlier: Part;
  readonly readNumbers: Part;
  readonly writeNumbers: Part;
  readonly length: number;

  constructor({glimpses, batch, pixels, latentSize, reads, attention, traced}: FlatSizes) {
    let length = 0;
    const part = (count: number, size: number): Part => {
      const start = length;
      length += count * size;
      return {start, count, size};
    };
    this.canvas = part(1, batch * pixels);
    this.latents = part(reads ? glimpses : 0, batch * 2 * latentSize);
    this.earlier = part(traced ? glimpses - 1 : 0, batch * pixels);
    this.readNumbers = part(traced && reads && attention ? glimpses : 0, batch * WINDOW_NUMBERS);
    this.writeNumbers = part(traced && attention ? glimpses : 0, batch * WINDOW_NUMBERS);
    this.length = length;
  }

  pack(run: GlimpseArrays): Float32Array {
    const flat = new Float32Array(this.length);
    const put = ({start, count, size}: Part, pieces: Float32Array[]): void => {
      for (let i = 0; i < count; i++) flat.set(pieces[i], start + i * size);
    };
    put(this.canvas, run.canvases.slice(-1));
    put(this.latents, run.latents);
    put(this.earlier, run.canvases);
    put(this.readNumbers, run.readNumbers);
    put(this.writeNumbers, run.writeNumbers);
    return flat;
  }

  /** The gradients of a run from those of its array; canvases that are not in it have none. */
  unpack(flat: Float32Array, glimpses: number): GlimpseArrays {
    const pieces = ({start, count, size}: Part): Float32Array[] =>
      Array.from({length: count}, (_, i) => flat.subarray(start + i * size, start + (i + 1) * size));
    const canvases = pieces(this.earlier);
    canvases[glimpses - 1] = pieces(this.canvas)[0];
    return {
      canvases,
      latents: pieces(this.latents),
      readNumbers: pieces(this.readNumbers),
      writeNumbers: pieces(this.writeNumbers),
    };
  }
}
