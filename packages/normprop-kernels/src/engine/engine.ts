import {ThreadPool, type ThreadedKernel} from '../threads/threadPool.js';
import {Heap} from './heap.js';
import type {KernelExports} from '../module/kernelExports.js';

/** Multiply-adds below which waking a worker costs more than it gains (about half a millisecond of one core). */
const LEAST_WORK = 1e7;

/** One instance of the kernels with its memory and, for more than one thread, its workers. */
export class Engine {
  readonly heap: Heap;
  readonly exports: KernelExports;
  readonly #pool: ThreadPool | undefined;
  #stopped = false;

  /** For more than one thread the module must import a shared memory. */
  constructor(
    module: WebAssembly.Module,
    /** Threads that were asked for, the caller's included. */
    readonly size = 1,
  ) {
    const shared = size > 1;
    if (shared && typeof SharedArrayBuffer === 'undefined')
      throw new Error('threads: need worker_threads (Node) or a page that is cross-origin isolated');
    const memory = new WebAssembly.Memory({initial: 2, maximum: 65536, shared});
    this.heap = new Heap(memory);
    this.exports = new WebAssembly.Instance(module, {env: {memory}}).exports as unknown as KernelExports;
    if (shared) this.#pool = new ThreadPool(module, memory, this.exports, size - 1);
  }

  /** Threads that can take part now. */
  get threads(): number {
    return this.#pool && !this.#stopped ? 1 + this.#pool.ready : 1;
  }

  /** Whether a worker was lost, so that nothing can be shared any more. */
  get isBroken(): boolean {
    return this.#pool?.isBroken ?? false;
  }

  /** How many parts work of so many multiply-adds is worth. */
  partsFor(multiplyAdds: number): number {
    return multiplyAdds < LEAST_WORK ? 1 : this.threads;
  }

  /** Runs a kernel for each list of arguments, on as many threads as there are lists. */
  run(kernel: ThreadedKernel, tasks: number[][]): void {
    if (this.#pool && !this.#stopped && tasks.length > 1) this.#pool.run(kernel, tasks);
    else for (const task of tasks) (this.exports[kernel] as (...args: number[]) => void)(...task);
  }

  /** Ends the workers; what this engine still has to do runs on the calling thread. */
  stop(): void {
    this.#stopped = true;
    this.#pool?.stop();
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
