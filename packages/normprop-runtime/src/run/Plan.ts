import {
  STREAM_ACTIVATION,
  STREAM_MERGE,
  STREAM_NORMALIZER,
  STREAM_OP,
  StreamLease,
  type StreamKernels,
  type StreamLayerFields,
} from 'normprop-kernels/stream';
import type {FoldedRecurrent} from '../fold/foldRecurrent.js';
import type {Operation, RecurrentPart} from '../fold/operation.js';
import type {SharedWeights} from './SharedWeights.js';

/** Where the state of a recurrent layer lies. */
export interface PlanState {
  folded: FoldedRecurrent;
  /** h and c, [B,H]. */
  hidden: number;
  cell: number;
  /** Time steps that each row has run [B], int32; 0 where nothing depends on it. */
  steps: number;
}

/** A model laid out in kernel memory for a batch and up to so many time steps at once. */
export class Plan {
  /** Inputs [steps,B,D] or symbols [steps,B]. */
  readonly input: number;
  /** Outputs [steps,B,N], or [B,N] after a layer that gives the last step only. */
  readonly output: number;
  readonly states: PlanState[] = [];
  readonly #kernels: StreamKernels;
  readonly #whole: number[] = [];
  /** The layers after the one that gives only the last step. */
  readonly #after: number[] = [];
  readonly #lists: [whole: number, after: number];
  #lastOnly = false;

  /** @param lease What the memory is taken from; the caller gives it back. */
  constructor(
    readonly operations: readonly Operation[],
    readonly weights: SharedWeights,
    readonly lease: StreamLease,
    readonly sizes: {batch: number; steps: number; inputSize: number},
  ) {
    this.#kernels = weights.kernels;
    const {batch, steps, inputSize} = sizes;
    this.input = lease.floats(steps * batch * inputSize);
    let address = this.input;
    for (const operation of operations) address = this.#add(operation, address);
    this.output = address;
    this.#lists = [lease.list(this.#whole), lease.list(this.#after)];
  }

  /** Runs the next `steps` time steps of what lies at `input`. */
  advance(steps: number): void {
    const {exports} = this.#kernels;
    exports.advance(this.#lists[0], this.#whole.length, steps);
  }

  /** Runs what comes after the last step, where a layer gives only that one; call it when all steps have run. */
  finish(): void {
    if (this.#after.length > 0) this.#kernels.exports.advance(this.#lists[1], this.#after.length, 1);
  }

  /** Whether the outputs are those of the last step only. */
  get lastOnly(): boolean {
    return this.#lastOnly;
  }

  /** Sets the state of a row to that before the first step. */
  reset(row: number): void {
    for (const {folded, hidden, cell, steps} of this.states) {
      const {units, initialHidden, initialCell} = folded;
      this.#kernels.floats(hidden + 4 * row * units, units).set(initialHidden);
      this.#kernels.floats(cell + 4 * row * units, units).set(initialCell);
      if (steps) this.#kernels.ints(steps + 4 * row, 1)[0] = 0;
    }
  }

  /** Rows that flow now: those of all steps, or of the last. */
  get #rows(): number {
    const {batch, steps} = this.sizes;
    return this.#lastOnly ? batch : batch * steps;
  }

  #push(fields: StreamLayerFields): void {
    const list = this.#lastOnly ? this.#after : this.#whole;
    list.push(this.lease.layer({batch: this.sizes.batch, ...fields}));
  }

  /** Adds an operation that reads from `x`; returns where it writes. */
  #add(operation: Operation, x: number): number {
    const {lease, weights} = this;
    switch (operation.op) {
      case 'lookUp': {
        const {units, table} = operation;
        const out = lease.floats(this.#rows * units);
        this.#push({op: STREAM_OP.lookUp, units, x, out, table: weights.vector(table)});
        return out;
      }
      case 'affine': {
        const {units, scale, shift} = operation;
        this.#push({
          op: STREAM_OP.affine,
          units,
          x,
          out: x,
          other: weights.vector(scale),
          bias: weights.vector(shift),
        });
        return x;
      }
      case 'activation': {
        const {units, activation} = operation;
        this.#push({op: STREAM_OP.activation, units, x, out: x, kind: STREAM_ACTIVATION[activation]});
        return x;
      }
      case 'dense': {
        const {inputSize, units, kernel, bias, activation} = operation;
        const out = lease.floats(this.#rows * units);
        this.#push({
          op: STREAM_OP.dense,
          inputSize,
          units,
          x,
          out,
          ...this.#product(kernel, inputSize, units),
          bias: weights.vector(bias),
          kind: STREAM_ACTIVATION[activation],
        });
        return out;
      }
      case 'recurrent': {
        const {folded} = operation.part;
        const lastOnly = !folded.settings.returnSequences;
        const out = lease.floats((lastOnly ? this.sizes.batch : this.#rows) * folded.units);
        this.#pushRecurrent(operation.part, {x, out, outStride: folded.units});
        this.#lastOnly = lastOnly;
        return out;
      }
      case 'bidirectional':
        return this.#addBidirectional(operation, x);
    }
  }

  #addBidirectional(operation: Extract<Operation, {op: 'bidirectional'}>, x: number): number {
    const {forward, backward, mergeMode} = operation;
    const {units, settings} = forward.folded;
    const lastOnly = !settings.returnSequences;
    const size = (lastOnly ? this.sizes.batch : this.#rows) * units;
    const concat = mergeMode === 'concat';
    const out = this.lease.floats(2 * size);
    const second = concat ? out + 4 * units : out + 4 * size;
    const outStride = concat ? 2 * units : units;
    this.#pushRecurrent(forward, {x, out, outStride});
    this.#pushRecurrent(backward, {x, out: second, outStride, outInTime: 1});
    this.#lastOnly = lastOnly;
    if (!concat)
      this.#push({op: STREAM_OP.merge, units, x: out, other: second, out, kind: STREAM_MERGE[mergeMode]});
    return out;
  }

  /** Both orders of a kernel, as far as they can be needed: one row at a time, or several. */
  #product(kernel: Float32Array, rows: number, columns: number): StreamLayerFields {
    const several = this.#rows > 1;
    const one = this.sizes.batch === 1;
    return {
      kernelRow: one ? this.weights.matrix(kernel, rows, columns, true) : 0,
      kernelRows: several ? this.weights.matrix(kernel, rows, columns, false) : 0,
      scratch: several ? this.#scratch() : 0,
    };
  }

  #scratchAddress = 0;

  #scratch(): number {
    return (this.#scratchAddress ||= this.lease.bytes(this.#kernels.exports.streamScratch()));
  }

  #pushRecurrent(part: RecurrentPart, fields: StreamLayerFields): void {
    const {lease, weights, sizes} = this;
    const {folded, table} = part;
    const {batch, steps} = sizes;
    const {inputSize, units, settings, normalizer, recurrent} = folded;
    const n = 4 * units;
    const several = batch > 1;
    const normalised = normalizer !== 'none';
    const state = {
      folded,
      hidden: lease.floats(batch * units),
      cell: lease.floats(batch * units),
      steps: normalizer === 'batch' ? lease.floats(batch) : 0,
    };
    this.states.push(state);
    this.#push({
      op: STREAM_OP.lstm,
      inputSize,
      units,
      ...fields,
      lastOnly: settings.returnSequences ? 0 : 1,
      backwards: settings.goBackwards ? 1 : 0,
      ...(table ? {table: weights.vector(table)} : this.#product(folded.kernel, inputSize, n)),
      recurrentRow: several ? 0 : weights.matrix(recurrent, units, n, true),
      recurrentRows: several ? weights.matrix(recurrent, units, n, false) : 0,
      ...(several && {scratch: this.#scratch()}),
      bias: weights.vector(folded.bias),
      h: state.hidden,
      c: state.cell,
      steps: state.steps,
      gates: lease.floats(this.#kernels.exports.streamGateRows(batch, steps) * n),
      recurrent: normalised ? lease.floats(batch * n) : 0,
      fresh: lease.floats(units),
      normalizer: STREAM_NORMALIZER[normalizer],
      groups: settings.perGate ? 4 : 1,
      epsilon: settings.epsilon,
      gainX: weights.vector(folded.gainX),
      gainH: weights.vector(folded.gainH),
      shift: weights.vector(folded.shift),
      cellScale: weights.vector(folded.cellScale),
      cellShift: weights.vector(folded.cellShift),
      rows: folded.rows,
      hiddenScale: weights.vector(folded.hiddenScale),
      hardSigmoid: settings.recurrentActivation === 'hardSigmoid' ? 1 : 0,
      preserving: settings.cell === 'preserving' ? 1 : 0,
      zoneoutCell: settings.zoneoutCell,
      zoneoutHidden: settings.zoneoutHidden,
      outputScale: settings.outputScale,
    });
    for (let row = 0; row < batch; row++) this.reset(row);
  }
}
