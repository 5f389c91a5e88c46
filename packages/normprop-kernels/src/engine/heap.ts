/** The page of a WebAssembly memory. */
const PAGE = 65536;
/** What a 32-bit WebAssembly memory can hold. */
const LIMIT = 65536 * PAGE;
/** Blocks start at multiples of a cache line. */
const ALIGN = 64;
/** Vector loads may run up to 12 bytes over an array's end. */
const SLACK = 16;

interface Free {
  start: number;
  size: number;
}

/**
 * Gives out pieces of a WebAssembly memory that only grows: best fit, freed neighbours joined, so that a training loop, which asks
 * for the same sizes over and over, finds them again and the memory stops growing after the first step.
 */
export class Heap {
  #free: Free[] = []; // by address
  readonly #sizes = new Map<number, number>();
  #end: number;
  #used = 0;
  #peak = 0;

  /** Uses all of `memory` after its first page, which belongs to the module. */
  constructor(readonly memory: WebAssembly.Memory) {
    this.#end = PAGE;
    const rest = memory.buffer.byteLength - PAGE;
    if (rest > 0) this.#release(PAGE, rest);
    this.#end = Math.max(PAGE, memory.buffer.byteLength);
  }

  /** Bytes given out. */
  get used(): number {
    return this.#used;
  }

  /** The most bytes that were given out at a time. */
  get peak(): number {
    return this.#peak;
  }

  /** An address for `bytes` bytes, not cleared. Throws when the memory would pass 4 GiB or the system refuses it. */
  allocate(bytes: number): number {
    const size = Math.ceil((bytes + SLACK) / ALIGN) * ALIGN;
    let best = this.#bestFit(size);
    if (best < 0) {
      this.#grow(size);
      best = this.#bestFit(size);
    }
    const block = this.#free[best];
    const start = block.start;
    if (block.size === size) this.#free.splice(best, 1);
    else {
      block.start += size;
      block.size -= size;
    }
    this.#sizes.set(start, size);
    this.#used += size;
    this.#peak = Math.max(this.#peak, this.#used);
    return start;
  }

  /** Takes back what `allocate` gave. */
  free(address: number): void {
    const size = this.#sizes.get(address);
    if (size === undefined) throw new Error(`free: no block starts at ${address}`);
    this.#sizes.delete(address);
    this.#used -= size;
    this.#release(address, size);
  }

  #bestFit(size: number): number {
    let best = -1;
    for (let i = 0; i < this.#free.length; i++) {
      const s = this.#free[i].size;
      if (s >= size && (best < 0 || s < this.#free[best].size)) best = i;
    }
    return best;
  }

  #grow(size: number): void {
    const last = this.#free.at(-1);
    const tail = last !== undefined && last.start + last.size === this.#end ? last.size : 0;
    const pages = Math.ceil((size - tail) / PAGE);
    if (this.#end + pages * PAGE > LIMIT)
      throw new RangeError(
        `kernel memory: ${size} bytes more than the ${this.#used} in use do not fit the 4 GiB of a WebAssembly memory; use a smaller batch or fewer time steps`,
      );
    try {
      this.memory.grow(pages);
    } catch {
      throw new RangeError(
        `kernel memory: the system refused ${pages * PAGE} bytes more (${this.#end} in use)`,
      );
    }
    this.#release(this.#end, pages * PAGE);
    this.#end += pages * PAGE;
  }

  #release(start: number, size: number): void {
    let i = this.#free.findIndex((f) => f.start > start);
    if (i < 0) i = this.#free.length;
    this.#free.splice(i, 0, {start, size});
    this.#join(i);
    if (i > 0) this.#join(i - 1);
  }

  /** Joins block i with the next one where they touch. */
  #join(i: number): void {
    const a = this.#free[i];
    const b = this.#free[i + 1];
    if (b === undefined || a.start + a.size !== b.start) return;
    a.size += b.size;
    this.#free.splice(i + 1, 1);
  }
}
