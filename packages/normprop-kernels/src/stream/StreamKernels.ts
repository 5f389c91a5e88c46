import {Heap} from '../engine/heap.js';
import {MemoryLease} from '../engine/lease.js';
import {STREAM_LAYER_BYTES, writeStreamLayer, type StreamLayerFields} from './streamLayer.js';

/** What the streaming module exports; addresses and scratch in bytes, sizes in elements (assembly/stream.ts explains it). */
export interface StreamExports {
  advance(list: number, count: number, steps: number): void;
  normalizeDrive(layer: number, row: number): void;
  streamGateRows(batch: number, steps: number): number;
  streamScratch(): number;
  packGemv(k: number, n: number, w: number, out: number): void;
  gemv(n: number, k: number, x: number, w: number, init: number, y: number): void;
  packAll(k: number, n: number, b: number, ldb: number, transposed: number, out: number, scale: number): void;
  gemmPacked(
    m: number,
    n: number,
    k: number,
    a: number,
    lda: number,
    b: number,
    c: number,
    ldc: number,
    add: number,
    scratch: number,
  ): void;
}

/** Memory that a model or a stream has taken, to be given back together. */
export class StreamLease extends MemoryLease<StreamKernels> {
  /** Room for a matrix [rows,columns] (row-major) in the order for one row (`forOneRow`) or for several, and its copy there. */
  pack(w: Float32Array, rows: number, columns: number, forOneRow: boolean): number {
    const {exports} = this.engine;
    const plain = new StreamLease(this.engine);
    try {
      const from = plain.copy(w);
      const packed = this.floats(rows * 8 * Math.ceil(columns / 8));
      if (forOneRow) exports.packGemv(rows, columns, from, packed);
      else exports.packAll(rows, columns, from, 4 * columns, 0, packed, 0);
      return packed;
    } finally {
      plain.release();
    }
  }

  /** Room for a layer's description, and its copy there. */
  layer(fields: StreamLayerFields): number {
    const address = this.bytes(STREAM_LAYER_BYTES);
    writeStreamLayer(new DataView(this.engine.memory.buffer, address, STREAM_LAYER_BYTES), fields);
    return address;
  }

  /** Room for a list of addresses, and its copy there. */
  list(addresses: readonly number[]): number {
    const address = this.bytes(4 * Math.max(1, addresses.length));
    new Uint32Array(this.engine.memory.buffer, address, addresses.length).set(addresses);
    return address;
  }
}

/**
 * One instance of the streaming module with a memory of its own: a whole trained model runs a time step in one call, which allocates
 * nothing. normprop-runtime is made of it; typed arrays in, typed arrays out are its business.
 */
export class StreamKernels {
  readonly memory = new WebAssembly.Memory({initial: 2, maximum: 65536});
  readonly heap = new Heap(this.memory);
  readonly exports: StreamExports;

  /** @param module From `streamModule`, or compiled elsewhere from this package's `stream.wasm`. Throws for any other module. */
  constructor(module: WebAssembly.Module) {
    const instance = new WebAssembly.Instance(module, {env: {memory: this.memory}});
    const {advance} = instance.exports;
    if (typeof advance !== 'function')
      throw new Error("module: expected normprop-kernels' stream.wasm, got a module without its functions");
    this.exports = instance.exports as unknown as StreamExports;
  }

  /** A view of n floats at an address; valid until the next allocation, which may move the memory. */
  floats(address: number, n: number): Float32Array {
    return new Float32Array(this.memory.buffer, address, n);
  }

  /** The same, of whole numbers. */
  ints(address: number, n: number): Int32Array {
    return new Int32Array(this.memory.buffer, address, n);
  }
}
