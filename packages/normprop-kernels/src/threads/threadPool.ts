import type {KernelExports} from '../module/kernelExports.js';
import {startWorker, type Started} from './startWorker.js';
import {
  ARGUMENTS,
  FAILED,
  FUNCTION,
  FUNCTIONS,
  HEADER,
  PENDING,
  READY,
  SEQUENCE,
  SLOT,
} from './workerSource.js';

/** A kernel that can be given to a worker. */
export type ThreadedKernel = (typeof FUNCTIONS)[number];

/** How long a worker may take beyond twenty times the caller's own share before it counts as lost. */
const PATIENCE_MS = 10_000;

/**
 * Workers that share the kernels' memory. A worker takes part from the moment it has come up, until then its share is done by the
 * caller: the results are the same bits.
 */
export class ThreadPool {
  readonly #control: Int32Array<SharedArrayBuffer>;
  readonly #workers: Started[] = [];
  #broken: string | undefined;

  constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    readonly exports: KernelExports,
    readonly size: number,
    readonly patienceMs = PATIENCE_MS,
  ) {
    this.#control = new Int32Array(new SharedArrayBuffer(4 * (HEADER + size * SLOT)));
    for (let index = 0; index < size; index++) {
      this.#control[HEADER + index * SLOT + FUNCTION] = -1;
      const lost = () => (this.#broken ??= `worker ${index + 1} ended`);
      this.#workers.push(startWorker({module, memory, control: this.#control, index}, lost));
    }
  }

  /** Workers that are up. */
  get ready(): number {
    return this.#workers.filter((_, i) => this.#isReady(i)).length;
  }

  /** Whether a worker was lost. */
  get isBroken(): boolean {
    return this.#broken !== undefined;
  }

  #isReady(index: number): boolean {
    return Atomics.load(this.#control, HEADER + index * SLOT + READY) === 1;
  }

  /** Runs a kernel once for each list of arguments, the first on the calling thread; returns when all are done. Throws when a worker failed or does not answer. */
  run(kernel: ThreadedKernel, tasks: number[][]): void {
    if (this.#broken)
      throw new Error(`threads: ${this.#broken}; call configureKernels({threads}) to start again`);
    const up = tasks.map((_, i) => i > 0 && i <= this.size && this.#isReady(i - 1));
    const given = up.flatMap((isUp, i) => (isUp ? [HEADER + (i - 1) * SLOT] : []));
    Atomics.store(this.#control, PENDING, given.length); // before any worker can see its task
    for (const [i, task] of tasks.entries()) {
      if (!up[i]) continue;
      const slot = HEADER + (i - 1) * SLOT;
      this.#control.set(task, slot + ARGUMENTS);
      Atomics.store(this.#control, slot + FUNCTION, FUNCTIONS.indexOf(kernel));
    }
    if (given.length > 0) {
      Atomics.add(this.#control, SEQUENCE, 1);
      Atomics.notify(this.#control, SEQUENCE);
    }
    const start = performance.now();
    try {
      for (const [i, task] of tasks.entries())
        if (!up[i]) (this.exports[kernel] as (...args: number[]) => void)(...task);
    } finally {
      this.#join(performance.now() - start);
    }
    for (const slot of given)
      if (Atomics.load(this.#control, slot + FAILED) === 1) this.#fail(`a worker failed in ${kernel}`);
  }

  /** Ends the workers. */
  stop(): void {
    this.#broken ??= 'the workers were stopped';
    for (const worker of this.#workers) worker.stop();
  }

  /** Waits for all tasks. A browser's main thread may not sleep, and turns round instead. */
  #join(ownMs: number): void {
    const deadline = performance.now() + this.patienceMs + 20 * ownMs;
    let canSleep = true;
    for (;;) {
      const pending = Atomics.load(this.#control, PENDING);
      if (pending === 0) return;
      if (performance.now() > deadline) this.#fail(`${pending} of ${this.size} workers did not answer`);
      try {
        if (canSleep) Atomics.wait(this.#control, PENDING, pending, 100);
      } catch {
        canSleep = false;
      }
    }
  }

  #fail(what: string): never {
    this.#broken = what;
    for (const worker of this.#workers) worker.stop();
    throw new Error(`threads: ${what}; call configureKernels({threads}) to start again`);
  }
}
