import {StreamLease, type StreamKernels} from 'normprop-kernels/stream';

/** The weights of a model in kernel memory: each array once, in each of the orders that are asked for. */
export class SharedWeights {
  readonly #lease: StreamLease;
  readonly #found = new Map<Float32Array, Map<string, number>>();

  constructor(readonly kernels: StreamKernels) {
    this.#lease = new StreamLease(kernels);
  }

  /** The address of an array as it is; 0 for none. */
  vector(values: Float32Array | undefined): number {
    return values === undefined ? 0 : this.#once(values, 'as it is', () => this.#lease.copy(values));
  }

  /** The address of a matrix [rows,columns] in the order for products of one row, or of several. */
  matrix(values: Float32Array, rows: number, columns: number, forOneRow: boolean): number {
    return this.#once(values, forOneRow ? 'for one row' : 'for several rows', () =>
      this.#lease.pack(values, rows, columns, forOneRow),
    );
  }

  #once(values: Float32Array, order: string, make: () => number): number {
    let orders = this.#found.get(values);
    if (orders === undefined) this.#found.set(values, (orders = new Map<string, number>()));
    let address = orders.get(order);
    if (address === undefined) orders.set(order, (address = make()));
    return address;
  }
}
