import {Heap} from './heap.js';
import type {KernelExports} from './kernelExports.js';

/** One instance of the kernels with its memory. */
export class Engine {
  readonly heap: Heap;
  readonly exports: KernelExports;

  constructor(module: WebAssembly.Module) {
    const memory = new WebAssembly.Memory({initial: 2, maximum: 65536});
    this.heap = new Heap(memory);
    this.exports = new WebAssembly.Instance(module, {env: {memory}}).exports as unknown as KernelExports;
  }

  /** A view of n floats at an address; valid until the next allocation, which may move the memory. */
  floats(address: number, n: number): Float32Array {
    return new Float32Array(this.heap.memory.buffer, address, n);
  }

  /** A fresh copy of n floats at an address. */
  read(address: number, n: number): Float32Array {
    return this.floats(address, n).slice();
  }
}
