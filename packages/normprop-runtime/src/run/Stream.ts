import {StreamLease, type StreamKernels} from 'normprop-kernels/stream';
import type {Operation} from '../fold/operation.js';
import {Plan, type PlanState} from './Plan.js';
import type {SharedWeights} from './SharedWeights.js';

/** The state of a recurrent layer; the arrays are copies. */
export interface LayerState {
  /** The layer. */
  name: string;
  /** h [batch,units]. */
  hidden: Float32Array;
  /** c [batch,units]. */
  cell: Float32Array;
  /** Batch Norm with statistics for each time step: how many steps each row has run [batch]. */
  steps?: Int32Array;
}

/** The state of a whole stream: plain data that can be saved, cloned and given to another stream of the same model. */
export type StreamState = LayerState[];

/** What a stream reads: vectors [batch,size], or symbols [batch] (with a batch of one also a number by itself). */
export type StepInput = ArrayLike<number> | number;

/** Gives back the memory of streams that nobody can reach any more. */
const forgotten = new FinalizationRegistry<StreamLease>((lease) => lease.release());

/** A model that runs step by step and keeps its state; made by `Model.stream`. */
export class Stream {
  /** Rows that run side by side. */
  readonly batch: number;
  readonly #kernels: StreamKernels;
  readonly #lease: StreamLease;
  readonly #plan: Plan;
  readonly #size: number;
  readonly #symbols: boolean;
  readonly #output: Float32Array;
  #buffer: ArrayBuffer;
  #input: Float32Array | Int32Array;
  #result: Float32Array;
  #disposed = false;

  constructor(
    operations: readonly Operation[],
    weights: SharedWeights,
    sizes: {batch: number; inputSize: number; outputSize: number; symbols: boolean},
  ) {
    const {batch, inputSize, outputSize, symbols} = sizes;
    this.batch = batch;
    this.#kernels = weights.kernels;
    this.#symbols = symbols;
    this.#size = batch * (symbols ? 1 : inputSize);
    this.#limit = inputSize;
    const lease = (this.#lease = new StreamLease(weights.kernels));
    try {
      this.#plan = new Plan(operations, weights, lease, {
        batch,
        steps: 1,
        inputSize: symbols ? 1 : inputSize,
      });
    } catch (error) {
      lease.release();
      throw error;
    }
    this.#output = new Float32Array(batch * outputSize);
    this.#buffer = this.#kernels.memory.buffer;
    [this.#input, this.#result] = this.#views();
    forgotten.register(this, lease, this);
  }

  readonly #limit: number;

  #views(): [Float32Array | Int32Array, Float32Array] {
    const kernels = this.#kernels;
    const input = this.#symbols ? 'ints' : 'floats';
    return [
      kernels[input](this.#plan.input, this.#size),
      kernels.floats(this.#plan.output, this.#output.length),
    ];
  }

  /**
   * Runs one time step of all rows.
   *
   * @param x Vectors [batch,size], or symbols [batch].
   * @returns The outputs [batch,outputSize]: the stream's own array, good until the next step. Nothing is allocated.
   * @throws {Error} when x has the wrong length, when a symbol is none, and after `dispose`.
   */
  step(x: StepInput): Float32Array {
    if (this.#disposed) throw new Error('stream: disposed before this step');
    if (this.#buffer !== this.#kernels.memory.buffer) {
      this.#buffer = this.#kernels.memory.buffer; // the memory has grown, and moved
      [this.#input, this.#result] = this.#views();
    }
    if (typeof x === 'number') this.#setNumber(x);
    else if (x.length !== this.#size) this.#refuse(x);
    else {
      if (this.#symbols) for (let i = 0; i < x.length; i++) this.#checkSymbol(x[i]);
      this.#input.set(x);
    }
    this.#plan.advance(1);
    this.#plan.finish();
    this.#output.set(this.#result);
    return this.#output;
  }

  /** Starts rows again, all of them unless some are named, from the initial state. */
  reset(rows?: readonly number[] | number): void {
    this.#expectLive();
    const chosen = rows === undefined ? Array.from({length: this.batch}, (_, row) => row) : [rows].flat();
    for (const row of chosen)
      if (!Number.isInteger(row) || row < 0 || row >= this.batch)
        throw new RangeError(`rows: expected whole numbers from 0 to ${this.batch - 1}, got ${String(row)}`);
    for (const row of chosen) this.#plan.reset(row);
  }

  /** The state of every recurrent layer, as copies; set it to go on from a saved one. */
  get state(): StreamState {
    this.#expectLive();
    return this.#plan.states.map(({folded, hidden, cell, steps}) => {
      const size = this.batch * folded.units;
      return {
        name: folded.name,
        hidden: this.#kernels.floats(hidden, size).slice(),
        cell: this.#kernels.floats(cell, size).slice(),
        ...(steps && {steps: this.#kernels.ints(steps, this.batch).slice()}),
      };
    });
  }

  /** @throws {Error} when it is not the state of such a stream; nothing has changed then. */
  set state(state: StreamState) {
    this.#expectLive();
    const {states} = this.#plan;
    if (!Array.isArray(state) || state.length !== states.length)
      throw new Error(
        `state: expected a list of ${states.length} layers, got ${state?.length ?? typeof state}`,
      );
    states.forEach((layer, i) => this.#checkState(layer, state[i], i));
    states.forEach(({folded, hidden, cell, steps}, i) => {
      const size = this.batch * folded.units;
      this.#kernels.floats(hidden, size).set(state[i].hidden);
      this.#kernels.floats(cell, size).set(state[i].cell);
      if (steps) this.#kernels.ints(steps, this.batch).set(state[i].steps!);
    });
  }

  /** Gives the memory back; harmless when called twice. An unreachable stream is given back when it is collected. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.#lease.release();
    forgotten.unregister(this);
  }

  #expectLive(): void {
    if (this.#disposed) throw new Error('stream: disposed before use');
  }

  #checkState({folded, steps}: PlanState, given: LayerState, index: number): void {
    const where = `state[${index}]`;
    if (given?.name !== folded.name)
      throw new Error(`${where}.name: expected '${folded.name}', got ${JSON.stringify(given?.name)}`);
    const expected = [
      ['hidden', Float32Array.name, this.batch * folded.units],
      ['cell', Float32Array.name, this.batch * folded.units],
      ...(steps ? [['steps', Int32Array.name, this.batch] as const] : []),
    ] as const;
    for (const [field, type, length] of expected) {
      const value = given[field];
      if (value?.constructor?.name !== type || value.length !== length)
        throw new Error(
          `${where}.${field}: expected a ${type} of ${length}, got ${value === undefined ? 'nothing' : `${value?.constructor?.name} of ${value?.length}`}`,
        );
    }
  }

  #setNumber(x: number): void {
    if (!this.#symbols || this.#size !== 1) this.#refuse(x);
    this.#checkSymbol(x);
    this.#input[0] = x;
  }

  #checkSymbol(symbol: number): void {
    if (!Number.isInteger(symbol) || symbol < 0 || symbol >= this.#limit)
      throw new RangeError(`x: expected symbols from 0 to ${this.#limit - 1}, got ${symbol}`);
  }

  #refuse(x: StepInput): never {
    const what = this.#symbols ? 'symbols [batch]' : 'numbers [batch,size]';
    throw new Error(
      `x: expected ${this.#size} ${what}, got ${typeof x === 'number' ? 'one number' : (x?.length ?? typeof x)}`,
    );
  }
}
