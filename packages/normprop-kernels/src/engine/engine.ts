import {fixedThreads, type ThreadChoice} from '../threads/threadChoice.js';
import {ThreadPool, type ThreadedKernel} from '../threads/threadPool.js';
import {Heap} from './heap.js';
import type {KernelExports} from '../module/kernelExports.js';

/** Multiply-adds below which waking a worker costs more than it gains (about half a millisecond of one core). */
const LEAST_WORK = 1e7;

/** A piece of work: what takes equally long per multiply-add is of one kind. */
export interface Work {
  kind: string;
  multiplyAdds: number;
}

/** One instance of the kernels with its memory and, for more than one thread, its workers. */
export class Engine {
  readonly heap: Heap;
  readonly exports: KernelExports;
  readonly #module: WebAssembly.Module;
  #pool: ThreadPool | undefined;
  #stopped = false;

  /** For more than one thread the module must import a shared memory. */
  constructor(
    module: WebAssembly.Module,
    readonly choice: ThreadChoice = fixedThreads(1),
  ) {
    const shared = choice.most > 1;
    if (shared && typeof SharedArrayBuffer === 'undefined')
      throw new Error('threads: need worker_threads (Node) or a page that is cross-origin isolated');
    const memory = new WebAssembly.Memory({initial: 2, maximum: 65536, shared});
    this.heap = new Heap(memory);
    this.exports = new WebAssembly.Instance(module, {env: {memory}}).exports as unknown as KernelExports;
    this.#module = module;
  }

  /** Threads that can take part now. */
  get threads(): number {
    return this.#pool && !this.#stopped ? 1 + this.#pool.ready : 1;
  }

  /** Whether a worker was lost, so that nothing can be shared any more. */
  get isBroken(): boolean {
    return this.#pool?.isBroken ?? false;
  }

  /** Starts the workers, if there are to be any. Throws where they cannot be started. */
  startWorkers(): void {
    if (this.choice.most > 1)
      this.#pool ??= new ThreadPool(this.#module, this.heap.memory, this.exports, this.choice.most - 1);
  }

  /** How many parts work of so many multiply-adds is worth. */
  partsFor({kind, multiplyAdds}: Work): number {
    if (multiplyAdds < LEAST_WORK || this.#stopped) return 1;
    const parts = this.choice.pick(kind, multiplyAdds);
    if (parts > 1 && this.choice.isOptional) this.#tryWorkers();
    return Math.min(parts, this.threads);
  }

  /** Starts the workers; where they cannot be started or were lost, one thread does it all. */
  #tryWorkers(): void {
    if (this.isBroken) return this.stop();
    try {
      this.startWorkers();
    } catch {
      this.stop();
    }
  }

  /** Runs a kernel for each list of arguments, on as many threads as there are lists; `work` is all of them together. */
  run(kernel: ThreadedKernel, tasks: number[][], {kind, multiplyAdds}: Work): void {
    const start = performance.now();
    if (this.#pool && !this.#stopped && tasks.length > 1) this.#pool.run(kernel, tasks);
    else for (const task of tasks) (this.exports[kernel] as (...args: number[]) => void)(...task);
    this.choice.tell(kind, multiplyAdds, tasks.length, performance.now() - start);
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
