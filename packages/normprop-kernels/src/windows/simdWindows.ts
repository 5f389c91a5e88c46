import {Heap} from '../engine/heap.js';
import {MemoryLease} from '../engine/lease.js';
import type {WindowKernels, WindowShape} from './windowTypes.js';

/** A product for each image: batch, size, height, line, then the addresses of its two factors and of the result. */
type Product = (
  batch: number,
  size: number,
  height: number,
  line: number,
  one: number,
  other: number,
  result: number,
) => void;

/** What the module exports; addresses in bytes, sizes in elements (assembly/windows.ts explains it). */
interface WindowExports {
  filterImages: Product;
  spreadRows: Product;
  rowProducts: Product;
  errorsOf(n: number, canvas: number, images: number, errors: number): void;
  addErrorSlopes(n: number, images: number, errors: number, dErrors: number, dCanvas: number): void;
  turn(rows: number, m: number, n: number, from: number, to: number): void;
}

/** The windows on one instance of the module, whose memory holds nothing from call to call. */
export function simdWindows(module: WebAssembly.Module): WindowKernels {
  const memory = new WebAssembly.Memory({initial: 2, maximum: 65536});
  const engine = {
    heap: new Heap(memory),
    floats: (address: number, n: number) => new Float32Array(memory.buffer, address, n),
  };
  const exports = new WebAssembly.Instance(module, {env: {memory}}).exports as unknown as WindowExports;
  const inCall = <T>(shape: WindowShape, body: (call: WindowCall) => T): T => {
    const lease = new MemoryLease(engine);
    try {
      return body(new WindowCall(exports, lease, shape));
    } finally {
      lease.release();
    }
  };
  return {
    read: (shape, filters, images, canvas) =>
      inCall(shape, (call) => {
        const [y, x, image, painted] = call.take(filters.y, filters.x, images, canvas);
        const errors = call.room(call.images);
        exports.errorsOf(call.images, painted, image, errors);
        const rows = [call.filterImages(y, image), call.filterImages(y, errors)] as const;
        const patches = [call.reduceRows(rows[0], x), call.reduceRows(rows[1], x)] as const;
        return {
          errors: call.give(errors, call.images),
          rows: [call.give(rows[0], call.rows), call.give(rows[1], call.rows)],
          patches: [call.give(patches[0], call.patch), call.give(patches[1], call.patch)],
        };
      }),

    readBack: (shape, filters, images, {errors, rows}, dPatches, dCanvas) =>
      inCall(shape, (call) => {
        const [y, x, image, error, gradient] = call.take(filters.y, filters.x, images, errors, dCanvas);
        const [ofImages, ofErrors, dOfImages, dOfErrors] = call.take(...rows, ...dPatches);
        const [dY, dX, dErrors] = [call.zeros(call.y), call.zeros(call.x), call.zeros(call.images)];
        const dRows = [call.expandPatch(dOfImages, x), call.expandPatch(dOfErrors, x)];
        call.addRowProducts(dRows[0], image, dY);
        call.addRowProducts(dRows[1], error, dY);
        call.addPatchProducts(dOfImages, ofImages, dX);
        call.addPatchProducts(dOfErrors, ofErrors, dX);
        call.spreadRows(y, dRows[1], dErrors);
        exports.addErrorSlopes(call.images, image, error, dErrors, gradient);
        return {
          y: call.give(dY, call.y),
          x: call.give(dX, call.x),
          canvas: call.give(gradient, call.images),
        };
      }),

    write: (shape, filters, patch, canvas) =>
      inCall(shape, (call) => {
        const [y, x, pixels, painted] = call.take(filters.y, filters.x, patch, canvas);
        const rows = call.expandPatch(pixels, x);
        call.spreadRows(y, rows, painted);
        return {rows: call.give(rows, call.rows), canvas: call.give(painted, call.images)};
      }),

    writeBack: (shape, filters, patch, rows, dCanvas) =>
      inCall(shape, (call) => {
        const [y, x, pixels, row, gradient] = call.take(filters.y, filters.x, patch, rows, dCanvas);
        const [dY, dX] = [call.zeros(call.y), call.zeros(call.x)];
        const dRows = call.filterImages(y, gradient);
        call.addRowProducts(row, gradient, dY);
        call.addPatchProducts(pixels, dRows, dX);
        const dPatch = call.reduceRows(dRows, x);
        return {
          y: call.give(dY, call.y),
          x: call.give(dX, call.x),
          patch: call.give(dPatch, call.patch),
        };
      }),
  };
}

/** The arrays of one call in the module's memory, and the products of a window on them. */
class WindowCall {
  /** Lengths of filters, images, rows and a patch. */
  readonly y: number;
  readonly x: number;
  readonly images: number;
  readonly rows: number;
  readonly patch: number;

  constructor(
    readonly exports: WindowExports,
    readonly lease: MemoryLease<{heap: Heap; floats(address: number, n: number): Float32Array}>,
    readonly shape: WindowShape,
  ) {
    const {batch, size, height, width, channels} = shape;
    this.y = batch * size * height;
    this.x = batch * size * width;
    this.images = batch * height * width * channels;
    this.rows = batch * size * width * channels;
    this.patch = batch * size * size * channels;
  }

  take(...arrays: Float32Array[]): number[] {
    return arrays.map((values) => this.lease.copy(values));
  }

  room(n: number): number {
    return this.lease.floats(n);
  }

  zeros(n: number): number {
    return this.lease.filled(n, 0);
  }

  give(address: number, n: number): Float32Array {
    return this.lease.engine.floats(address, n).slice();
  }

  /** F_Y · images, into fresh rows. */
  filterImages(y: number, images: number): number {
    const rows = this.room(this.rows);
    this.exports.filterImages(...this.#acrossLines, y, images, rows);
    return rows;
  }

  /** images += F_Yᵀ · rows. */
  spreadRows(y: number, rows: number, images: number): void {
    this.exports.spreadRows(...this.#acrossLines, y, rows, images);
  }

  /** dF_Y += rows · imagesᵀ. */
  addRowProducts(rows: number, images: number, dY: number): void {
    this.exports.rowProducts(...this.#acrossLines, rows, images, dY);
  }

  /** patch · F_X, into fresh rows. */
  expandPatch(patch: number, x: number): number {
    const rows = this.room(this.rows);
    this.exports.filterImages(...this.#alongLines, this.#channelsFirst(patch, this.shape.size), x, rows);
    return this.#channelsLast(rows, this.shape.width);
  }

  /** rows · F_Xᵀ, into a fresh patch. */
  reduceRows(rows: number, x: number): number {
    const patch = this.zeros(this.patch);
    this.exports.rowProducts(...this.#alongLines, this.#channelsFirst(rows, this.shape.width), x, patch);
    return this.#channelsLast(patch, this.shape.size);
  }

  /** dF_X += patchᵀ · rows. */
  addPatchProducts(patch: number, rows: number, dX: number): void {
    const {size, width} = this.shape;
    this.exports.spreadRows(
      ...this.#alongLines,
      this.#channelsFirst(patch, size),
      this.#channelsFirst(rows, width),
      dX,
    );
  }

  get #acrossLines() {
    const {batch, size, height, width, channels} = this.shape;
    return [batch, size, height, width * channels] as const;
  }

  /** Each row and channel by itself; the N filters F_X take the place of an image's lines. */
  get #alongLines() {
    const {batch, size, width, channels} = this.shape;
    return [batch, size * channels, size, width] as const;
  }

  /** [B,N,n,C] as [B,N,C,n]. */
  #channelsFirst(from: number, n: number): number {
    return this.#turned(from, n, this.shape.channels);
  }

  /** [B,N,C,n] as [B,N,n,C]. */
  #channelsLast(from: number, n: number): number {
    return this.#turned(from, this.shape.channels, n);
  }

  #turned(from: number, m: number, n: number): number {
    const {batch, size, channels} = this.shape;
    if (channels === 1) return from;
    const to = this.room(batch * size * m * n);
    this.exports.turn(batch * size, m, n, from, to);
    return to;
  }
}
