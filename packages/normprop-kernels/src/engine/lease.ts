import type {Engine} from './engine.js';
import type {Heap} from './heap.js';

/** Something with kernel memory. */
export interface HasMemory {
  readonly heap: Heap;
  floats(address: number, n: number): Float32Array;
}

/** Blocks of kernel memory that are given back together, or one by one. */
export class MemoryLease<E extends HasMemory> {
  readonly #blocks = new Set<number>();
  #size = 0;

  constructor(readonly engine: E) {}

  /** Bytes asked for so far. */
  get size(): number {
    return this.#size;
  }

  /** Room for n floats, not cleared. */
  floats(n: number): number {
    return this.bytes(4 * n);
  }

  /** Room for n bytes, not cleared. */
  bytes(n: number): number {
    const address = this.engine.heap.allocate(n);
    this.#blocks.add(address);
    this.#size += n;
    return address;
  }

  /** Room for a copy of `data`. */
  copy(data: Float32Array): number {
    const address = this.floats(data.length);
    this.engine.floats(address, data.length).set(data);
    return address;
  }

  /** Room for n floats that are all `value`. */
  filled(n: number, value: number): number {
    const address = this.floats(n);
    this.engine.floats(address, n).fill(value);
    return address;
  }

  /** Gives all blocks back; harmless when called twice. */
  release(): void {
    for (const address of this.#blocks) this.engine.heap.free(address);
    this.#blocks.clear();
  }
}

/** A lease of an engine's memory. */
export class Lease extends MemoryLease<Engine> {}

/** Runs `body` with a lease that is given back afterwards, also when it throws. */
export function withLease<T>(engine: Engine, body: (lease: Lease) => T): T {
  const lease = new Lease(engine);
  try {
    return body(lease);
  } finally {
    lease.release();
  }
}
