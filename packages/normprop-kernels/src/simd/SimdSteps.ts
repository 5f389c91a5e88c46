import type {Engine} from '../engine/engine.js';
import {forgottenRegistry} from '../engine/forgottenRegistry.js';
import {Lease} from '../engine/lease.js';
import {emptyStatistics} from '../contract/emptyStatistics.js';
import type {LSTMGradients, LSTMStatistics} from '../contract/lstmTypes.js';
import type {LSTMStepsArgs, StepsRunner} from '../contract/stepsTypes.js';
import type {ThreadedKernel} from '../threads/threadPool.js';
import {slices} from '../threads/slices.js';
import {ROW_GROUP, shapeOf, type KeptSequence} from './keptSequence.js';
import {writeSequence, type SequenceFields} from './sequenceFields.js';
import {allGradients, gradientFields} from './simdBackward.js';
import {packTransposed} from './simdWeights.js';
import {Stretch} from './Stretch.js';

/** Gives back the memory of steps that nobody can reach any more. */
const forgotten = forgottenRegistry<Lease>((lease) => lease.release());

/** What the way back needs beside the way forward. */
interface Back {
  fields: SequenceFields;
  /** [B,H]. */
  hidden: number;
  /** kernelᵀ, packed. */
  kernel: number;
  /** [B,D]. */
  dx: number;
}

/** The steps of one sequence in kernel memory. */
export class SimdSteps implements StepsRunner {
  readonly #engine: Engine;
  readonly #lease: Lease;
  readonly #stretch: Stretch;
  readonly #reserve: KeptSequence;
  /** Of each thread. */
  readonly #scratch: number[] = [];
  #back: Back | undefined;
  #disposed = false;

  constructor(
    engine: Engine,
    readonly args: LSTMStepsArgs,
  ) {
    this.#engine = engine;
    this.#lease = new Lease(engine);
    try {
      const stretch = (this.#stretch = new Stretch(this.#lease, this.#lease, args, args.timeSteps));
      const {address, fields, weights} = stretch;
      this.#reserve = {address, fields, weights, sizes: shapeOf(args)};
      stretch.setState(args.h0, args.c0);
      stretch.bringMasks(0, args.timeSteps);
      writeSequence(this.#lease, address, fields);
    } catch (error) {
      this.#lease.release();
      throw error;
    }
    forgotten.register(this, this.#lease, this);
  }

  get bytes(): number {
    return this.#disposed ? 0 : this.#lease.size;
  }

  forward(step: number, x: Float32Array): Float32Array {
    const {batch: b, inputSize: d, units: h} = this.args;
    const {fields} = this.#stretch;
    this.#engine.floats(fields.x! + 4 * step * b * d, b * d).set(x);
    this.#run('lstmForward', step, b * 4 * h * (d + h));
    return this.#engine.read(fields.h! + 4 * (step + 1) * b * h, b * h);
  }

  statistics(): LSTMStatistics | undefined {
    const {timeSteps, units, normalizer, populationStatistics} = this.args;
    if (normalizer !== 'batch' || populationStatistics) return undefined;
    const statistics = emptyStatistics(timeSteps, units);
    this.#stretch.takeStatistics(statistics, 0, timeSteps);
    return statistics;
  }

  backward(step: number, hidden: Float32Array): Float32Array {
    const {batch: b, inputSize: d, units: h, normalizer = 'none'} = this.args;
    const n = 4 * h;
    const engine = this.#engine;
    const back = (this.#back ??= this.#begin());
    engine.floats(back.hidden, b * h).set(hidden);
    writeSequence(this.#lease, this.#stretch.address, {...back.fields, outputGradientStart: step});
    this.#run('lstmBackward', step, b * n * h);
    const da = (normalizer === 'none' ? back.fields.gates! : back.fields.normedX!) + 4 * step * b * n;
    engine.exports.gemmPacked(b, d, n, da, 4 * n, back.kernel, back.dx, 4 * d, 0, this.#scratch[0]);
    return engine.read(back.dx, b * d);
  }

  finish(): LSTMGradients {
    return allGradients(this.#lease, this.#reserve, this.#back!.fields, false);
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    forgotten.unregister(this);
    this.#lease.release();
  }

  #begin(): Back {
    const {batch: b, inputSize: d, units: h} = this.args;
    const n = 4 * h;
    const lease = this.#lease;
    const {kernel, recurrentKernel, normsX, normsH} = this.#reserve.weights;
    const hidden = lease.floats(b * h);
    const fields = {
      ...gradientFields(lease, this.#reserve, {}),
      packedRecurrent: packTransposed(lease, recurrentKernel, h, n, normsH),
      outputGradient: hidden,
    };
    return {fields, hidden, kernel: packTransposed(lease, kernel, d, n, normsX), dx: lease.floats(b * d)};
  }

  /** One step of a kernel, its rows shared between threads where that is worth it. */
  #run(name: ThreadedKernel & ('lstmForward' | 'lstmBackward'), step: number, multiplyAdds: number): void {
    const {batch, normalizer = 'none'} = this.args;
    const work = {kind: `step ${name} ${normalizer}`, multiplyAdds};
    const rows = slices(batch, normalizer === 'batch' ? 1 : this.#engine.partsFor(work), ROW_GROUP);
    while (this.#scratch.length < rows.length)
      this.#scratch.push(this.#lease.bytes(this.#engine.exports.lstmScratch()));
    const {address} = this.#stretch;
    this.#engine.run(
      name,
      rows.map(([b0, b1], i) => [address, step, step + 1, b0, b1, this.#scratch[i]]),
      work,
    );
  }
}
