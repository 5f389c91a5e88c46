import {StreamKernels, StreamLease} from 'normprop-kernels/stream';
import {foldModel} from '../fold/foldModel.js';
import type {Operation} from '../fold/operation.js';
import type {LayerDescription, ModelDescription} from '../format/description.js';
import {Plan} from './Plan.js';
import {SharedWeights} from './SharedWeights.js';
import {Stream} from './Stream.js';

/** Rows (steps times batch) that `run` holds at a time, where nothing goes backwards. */
const ROWS_AT_A_TIME = 1024;

/** What a model reads. */
export interface ModelInput {
  name: string;
  kind: 'vectors' | 'symbols';
  /** [batch, time, size], or of symbols [batch, time]; null for any. */
  shape: (number | null)[];
  /** The width of the vectors, or how many symbols there are. */
  size: number;
  labels?: readonly string[];
}

/** What a model gives. */
export interface ModelOutput {
  name: string;
  /** [batch, time, size], or [batch, size] of the last step; null for any. */
  shape: (number | null)[];
  size: number;
  labels?: readonly string[];
}

/** A layer of a model. */
export interface ModelLayer {
  name: string;
  type: LayerDescription['type'];
  /** The width of what it gives. */
  outputSize: number;
}

/** The sizes of `Model.run`. */
export interface RunSizes {
  /** T, at least 1. */
  timeSteps: number;
  /** Default 1. */
  batch?: number;
}

/** A trained model, ready to run; made by `loadModel`. */
export class Model {
  /** What the file calls it. */
  readonly name: string | undefined;
  /** Who wrote the file. */
  readonly producer: string | undefined;
  readonly inputs: readonly ModelInput[];
  readonly outputs: readonly ModelOutput[];
  readonly layers: readonly ModelLayer[];
  readonly #operations: readonly Operation[];
  readonly #sequence: boolean;
  #weights: SharedWeights | undefined;

  /** Folds the weights; see `loadModel`. */
  constructor(description: ModelDescription, module: WebAssembly.Module) {
    const {name, producer, input, output, layers} = description;
    this.name = name;
    this.producer = producer;
    const {kind, size} = input;
    this.inputs = [{...input, shape: kind === 'symbols' ? [null, null] : [null, null, size]}];
    const {sequence, ...rest} = output;
    this.#sequence = sequence;
    this.outputs = [{...rest, shape: sequence ? [null, null, rest.size] : [null, rest.size]}];
    this.layers = layers.map(({name, type, outputSize}) => ({name, type, outputSize}));
    const kernels = new StreamKernels(module);
    this.#operations = foldModel(kernels, description);
    this.#weights = new SharedWeights(kernels);
  }

  /** Whether it can run step by step: nothing in it goes from the last step to the first. */
  get streams(): boolean {
    return this.#backwards === undefined;
  }

  /**
   * A stream with a state of its own and buffers that are there beforehand.
   *
   * @param options.batch Rows that run side by side, default 1.
   * @throws {Error} when a layer runs backwards (`bidirectional`, `goBackwards`): such a model needs whole sequences (`run`).
   */
  stream({batch = 1}: {batch?: number} = {}): Stream {
    expectCount('batch', batch);
    const weights = this.#expectLive();
    const backwards = this.#backwards;
    if (backwards !== undefined)
      throw new Error(
        `stream: the layer '${backwards}' reads the sequence from its end; use run for whole sequences`,
      );
    return new Stream(this.#operations, weights, {
      batch,
      inputSize: this.inputs[0].size,
      outputSize: this.outputs[0].size,
      symbols: this.inputs[0].kind === 'symbols',
    });
  }

  /**
   * Runs whole sequences from the initial state.
   *
   * @param x Vectors [batch,timeSteps,size], or symbols [batch,timeSteps].
   * @returns The outputs [batch,timeSteps,outputSize], or [batch,outputSize] of the last step where the model gives only that: a fresh array.
   * @throws {Error} when x has the wrong length, when a symbol is none, and after `dispose`.
   */
  run(x: ArrayLike<number>, {timeSteps, batch = 1}: RunSizes = {} as RunSizes): Float32Array {
    expectCount('timeSteps', timeSteps);
    expectCount('batch', batch);
    const weights = this.#expectLive();
    const {size, kind} = this.inputs[0];
    const symbols = kind === 'symbols';
    const width = symbols ? 1 : size;
    if (x?.length !== batch * timeSteps * width)
      throw new Error(
        `x: expected ${batch * timeSteps * width} numbers, [batch,timeSteps${symbols ? '' : ',size'}] = [${batch},${timeSteps}${symbols ? '' : `,${size}`}], got ${x?.length}`,
      );
    if (symbols) checkSymbols(x, size);
    const steps = this.streams
      ? Math.min(timeSteps, Math.max(1, Math.floor(ROWS_AT_A_TIME / batch)))
      : timeSteps;
    const lease = new StreamLease(weights.kernels);
    try {
      const plan = new Plan(this.#operations, weights, lease, {batch, steps, inputSize: width});
      return this.#runPlan(plan, x, {timeSteps, batch, steps, width});
    } finally {
      lease.release();
    }
  }

  #runPlan(
    plan: Plan,
    x: ArrayLike<number>,
    {timeSteps, batch, steps, width}: {timeSteps: number; batch: number; steps: number; width: number},
  ): Float32Array {
    const {kernels} = this.#weights!;
    const outputSize = this.outputs[0].size;
    const symbols = this.inputs[0].kind === 'symbols';
    const outputs = new Float32Array((this.#sequence ? timeSteps : 1) * batch * outputSize);
    for (let first = 0; first < timeSteps; first += steps) {
      const count = Math.min(steps, timeSteps - first);
      const input = kernels[symbols ? 'ints' : 'floats'](plan.input, count * batch * width);
      for (let b = 0; b < batch; b++)
        for (let t = 0; t < count; t++) {
          const from = (b * timeSteps + first + t) * width;
          const to = (t * batch + b) * width;
          for (let j = 0; j < width; j++) input[to + j] = x[from + j];
        }
      plan.advance(count);
      if (!this.#sequence) continue;
      const output = kernels.floats(plan.output, count * batch * outputSize);
      for (let b = 0; b < batch; b++)
        for (let t = 0; t < count; t++) {
          const from = (t * batch + b) * outputSize;
          const row = output.subarray(from, from + outputSize);
          outputs.set(row, (b * timeSteps + first + t) * outputSize);
        }
    }
    if (this.#sequence) return outputs;
    plan.finish();
    outputs.set(kernels.floats(plan.output, outputs.length));
    return outputs;
  }

  /** Lets go of the weights; streams that are open run on until they are disposed of. Harmless when called twice. */
  dispose(): void {
    this.#weights = undefined;
  }

  /** The first layer that runs backwards. */
  get #backwards(): string | undefined {
    for (const operation of this.#operations) {
      if (operation.op === 'bidirectional') return operation.forward.folded.name.replace(/\/forward$/, '');
      if (operation.op === 'recurrent' && operation.part.folded.settings.goBackwards)
        return operation.part.folded.name;
    }
    return undefined;
  }

  #expectLive(): SharedWeights {
    if (this.#weights === undefined) throw new Error('model: disposed before use');
    return this.#weights;
  }
}

function expectCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 1)
    throw new RangeError(`${name}: expected a whole number from 1 on, got ${String(value)}`);
}

function checkSymbols(x: ArrayLike<number>, size: number): void {
  for (let i = 0; i < x.length; i++)
    if (!Number.isInteger(x[i]) || x[i] < 0 || x[i] >= size)
      throw new RangeError(`x: expected symbols from 0 to ${size - 1}, got ${x[i]} at ${i}`);
}
