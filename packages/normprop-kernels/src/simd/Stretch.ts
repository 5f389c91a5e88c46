import type {Engine, Work} from '../engine/engine.js';
import type {Lease} from '../engine/lease.js';
import type {LSTMForwardArgs, LSTMForwardResult, LSTMStatistics} from '../contract/lstmTypes.js';
import {emptyStatistics} from '../contract/emptyStatistics.js';
import {readsMasked} from '../contract/readsMasked.js';
import {slices} from '../threads/slices.js';
import {penalize, penaltyShare, penaltyWeights} from './cellPenalty.js';
import {allocateSequence, writeSequence, type SequenceFields} from './sequenceFields.js';
import {ROW_GROUP, type KeptWeights} from './keptSequence.js';
import {columnNorms} from './simdColumns.js';
import {packMatrix, usableWeights} from './simdWeights.js';
import {readSteps, writeSteps, type StepLayout} from './stepLayout.js';

/** Rows (steps times batch) that an inference call holds at a time. */
const INFERENCE_ROWS = 1024;
const NORMALIZERS = {none: 0, layer: 1, batch: 2} as const;

/** Steps of an inference call that are in memory at a time. */
export function stepsAtATime({timeSteps, batch}: {timeSteps: number; batch: number}): number {
  return Math.min(timeSteps, Math.max(1, Math.floor(INFERENCE_ROWS / batch)));
}

/** The arguments of a call beside x and the state. */
export type StretchArgs = Omit<LSTMForwardArgs, 'x' | 'h0' | 'c0'>;

/** The memory of some steps of a sequence, and the running of them. */
export class Stretch {
  readonly address: number;
  readonly fields: SequenceFields;
  #statistics: LSTMStatistics | undefined;
  /** The weights as they came, for backward. */
  readonly weights: KeptWeights;
  readonly #engine: Engine;
  /** Rows of the batch for each thread, and its scratch; Batch Norm's statistics need all rows at every step. */
  readonly #slices: [number, number][];
  readonly #scratch: number[];
  /** All its steps. */
  readonly #work: Work;
  readonly #penaltyShare: number;
  #penalty = 0;
  #ran = 0;

  constructor(
    readonly kept: Lease,
    readonly call: Lease,
    readonly args: StretchArgs,
    readonly steps: number,
  ) {
    const {batch: b, inputSize: d, units: h, normalizer = 'none'} = args;
    const n = 4 * h;
    const engine = (this.#engine = kept.engine);
    const rows = steps * b;
    const packed = usableWeights(engine, args);
    const weights = (this.weights = packed ?? keptWeights(kept, args));
    this.address = allocateSequence(kept);
    this.#work = {kind: `forward ${normalizer}`, multiplyAdds: steps * b * n * (d + h)};
    const parts = normalizer === 'batch' ? 1 : engine.partsFor(this.#work);
    this.#slices = slices(b, parts, ROW_GROUP);
    this.#scratch = this.#slices.map(() => call.bytes(engine.exports.lstmScratch()));
    const normed = normalizer !== 'none';
    const perStep = (mask: unknown) => (typeof mask === 'object' ? kept.floats(rows * h) : 0);
    this.fields = {
      batch: b,
      inputSize: d,
      units: h,
      normalizer: NORMALIZERS[normalizer],
      groups: args.perGate ? 4 : 1,
      epsilon: args.epsilon ?? 1e-5,
      x: kept.floats(rows * d),
      gates: kept.floats(rows * n),
      h: kept.floats((rows + b) * h),
      c: kept.floats((rows + b) * h),
      bias: call.copy(totalBias(args)),
      cellScale: normed ? 0 : kept.copy(args.cellScale ?? ones(h)),
      hiddenScale: kept.copy(args.hiddenScale ?? ones(h)),
      hardSigmoid: args.recurrentActivation === 'hardSigmoid' ? 1 : 0,
      preserving: args.cell === 'preserving' ? 1 : 0,
      penaltyWeights: args.cellPenalty ? kept.copy(penaltyWeights(args.cellPenalty.target)) : 0,
      penalty: args.cellPenalty ? kept.floats(rows) : 0,
      mask: args.mask ? kept.floats(rows) : 0,
      recurrentDropout: args.recurrentDropoutMask ? kept.copy(args.recurrentDropoutMask) : 0,
      candidateDropout: perStep(args.candidateDropoutMask),
      zoneoutCell: perStep(args.zoneoutCell),
      zoneoutCellRate: typeof args.zoneoutCell === 'number' ? args.zoneoutCell : 0,
      zoneoutHidden: perStep(args.zoneoutHidden),
      zoneoutHiddenRate: typeof args.zoneoutHidden === 'number' ? args.zoneoutHidden : 0,
      packedKernel: packed?.packedKernel ?? packMatrix(call, weights.kernel, d, n, weights.normsX),
      packedRecurrent:
        packed?.packedRecurrent ?? packMatrix(call, weights.recurrentKernel, h, n, weights.normsH),
      dropped: args.recurrentDropoutMask ? call.floats(b * h) : 0,
      ...(normed && this.#normedFields()),
    };
    this.#penaltyShare = args.cellPenalty ? penaltyShare(args) : 0;
  }

  /** The whole sequence from a state (absent: zeros), stretch after stretch in the same memory. */
  runAll(x: Float32Array, h0: Float32Array | undefined, c0: Float32Array | undefined): LSTMForwardResult {
    const {args, steps} = this;
    const {timeSteps, batch, units, normalizer, populationStatistics} = args;
    this.setState(h0, c0);
    this.#ran = 0;
    this.#penalty = 0;
    if (normalizer === 'batch' && !populationStatistics) this.#statistics = emptyStatistics(timeSteps, units);
    const outputs = new Float32Array(timeSteps * batch * units);
    const cells = args.returnCells ? new Float32Array(outputs.length) : undefined;
    for (let t0 = 0; t0 < timeSteps; t0 += steps)
      this.#run(x, t0, Math.min(timeSteps, t0 + steps), outputs, cells);
    const result: LSTMForwardResult = {outputs, hidden: this.#last('h'), cell: this.#last('c')};
    if (cells) result.cells = cells;
    if (args.cellPenalty) result.cellPenalty = this.#penalty;
    if (this.#statistics) result.statistics = this.#statistics;
    return result;
  }

  #normedFields(): SequenceFields {
    const {kept, args} = this;
    const {batch: b, units: h} = args;
    const n = 4 * h;
    const rows = this.steps * b;
    const batchNorm = args.normalizer === 'batch';
    const groups = args.perGate ? 4 : 1;
    return {
      gammaX: kept.copy(args.gammaX!),
      gammaH: kept.copy(args.gammaH!),
      gammaC: kept.copy(args.gammaC!),
      betaC: kept.copy(args.betaC ?? new Float32Array(h)),
      normedX: kept.floats(rows * n),
      normedH: kept.floats(rows * n),
      normedC: kept.floats(rows * h),
      statX: kept.floats(batchNorm ? this.steps * n : rows * groups),
      statH: kept.floats(batchNorm ? this.steps * n : rows * groups),
      statC: kept.floats(batchNorm ? this.steps * h : rows),
      ...(batchNorm && {
        varianceX: kept.floats(this.steps * n),
        varianceH: kept.floats(this.steps * n),
        varianceC: kept.floats(this.steps * h),
        population: args.populationStatistics ? 1 : 0,
        validRows: args.mask && args.batchStatisticsOver !== 'allRows' ? 1 : 0,
        columnScratch: kept.floats(3 * n),
      }),
    };
  }

  #layout(size: number, backwards: boolean): StepLayout {
    const {timeSteps, batch, batchMajor = false} = this.args;
    return {timeSteps, batch, size, batchMajor, backwards};
  }

  /** The state before the first step; absent: zeros. */
  setState(h0: Float32Array | undefined, c0: Float32Array | undefined): void {
    const size = this.args.batch * this.args.units;
    const fill = (address: number, state: Float32Array = new Float32Array(size)) =>
      this.#engine.floats(address, size).set(state);
    fill(this.fields.h!, h0);
    fill(this.fields.c!, c0);
  }

  /** Steps [t0,t1) of the sequence, in the order of computation; writes their outputs and statistics. */
  #run(x: Float32Array, t0: number, t1: number, outputs: Float32Array, cells?: Float32Array): void {
    const {args, fields} = this;
    const {batch: b, inputSize: d, units: h, goBackwards: backwards = false} = args;
    const size = b * h;
    const steps = t1 - t0;
    const floats = (address: number, n: number) => this.#engine.floats(address, n);
    if (this.#ran > 0)
      for (const state of [fields.h!, fields.c!]) {
        const view = floats(state, (this.#ran + 1) * size);
        view.copyWithin(0, this.#ran * size);
      }
    readSteps(x, floats(fields.x!, steps * b * d), this.#layout(d, backwards), t0, t1);
    if (args.mask) {
      const mask = floats(fields.mask!, steps * b);
      readSteps(args.mask, mask, this.#layout(1, backwards), t0, t1);
      if (!readsMasked(args)) clearMasked(floats(fields.x!, steps * b * d), mask);
    }
    this.bringMasks(t0, t1);
    writeSequence(this.kept, this.address, fields);
    this.#engine.run(
      'lstmForward',
      this.#slices.map(([b0, b1], i) => [this.address, 0, steps, b0, b1, this.#scratch[i]]),
      {...this.#work, multiplyAdds: (this.#work.multiplyAdds * steps) / this.steps},
    );
    if (args.cellPenalty) {
      const mask = args.mask && floats(fields.mask!, steps * b);
      const distances = floats(fields.penalty!, steps * b);
      this.#penalty = penalize(distances, mask, this.#penaltyShare, this.#penalty);
    }
    writeSteps(floats(fields.h! + 4 * size, steps * size), outputs, this.#layout(h, false), t0, t1);
    if (cells) writeSteps(floats(fields.c! + 4 * size, steps * size), cells, this.#layout(h, false), t0, t1);
    if (this.#statistics) this.takeStatistics(this.#statistics, t0, steps);
    this.#ran = steps;
  }

  /** The masks of dropout and zoneout of steps [t0,t1), and the statistics where they are given. */
  bringMasks(t0: number, t1: number): void {
    const {args, fields} = this;
    const size = args.batch * args.units;
    const perStep = [
      [args.candidateDropoutMask, fields.candidateDropout],
      [args.zoneoutCell, fields.zoneoutCell],
      [args.zoneoutHidden, fields.zoneoutHidden],
    ] as const;
    for (const [source, address] of perStep)
      if (typeof source === 'object')
        this.#engine.floats(address!, (t1 - t0) * size).set(source.subarray(t0 * size, t1 * size));
    if (args.populationStatistics) this.#givePopulation(args.populationStatistics, t0, t1);
  }

  #statisticsAddresses(): [keyof LSTMStatistics, number, number][] {
    const {fields} = this;
    const h = this.args.units;
    return [
      ['meanX', fields.statX!, 4 * h],
      ['varianceX', fields.varianceX!, 4 * h],
      ['meanH', fields.statH!, 4 * h],
      ['varianceH', fields.varianceH!, 4 * h],
      ['meanC', fields.statC!, h],
      ['varianceC', fields.varianceC!, h],
    ];
  }

  #givePopulation(population: LSTMStatistics, t0: number, t1: number): void {
    for (const [name, address, n] of this.#statisticsAddresses()) {
      const source = population[name];
      const last = source.length / n - 1;
      const target = this.#engine.floats(address, (t1 - t0) * n);
      for (let t = t0; t < t1; t++) {
        const row = Math.min(t, last);
        target.set(source.subarray(row * n, (row + 1) * n), (t - t0) * n);
      }
    }
  }

  /** Copies the statistics of the first `steps` steps in memory to row t0 on. */
  takeStatistics(statistics: LSTMStatistics, t0: number, steps: number): void {
    for (const [name, address, n] of this.#statisticsAddresses())
      statistics[name].set(this.#engine.floats(address, steps * n), t0 * n);
  }

  /** h or c after the last step that ran. */
  #last(state: 'h' | 'c'): Float32Array {
    const size = this.args.batch * this.args.units;
    return this.#engine.read(this.fields[state]! + 4 * this.#ran * size, size);
  }
}

/** Zeros in the rows of x whose mask is 0: whatever a padded step holds, it does not count. */
function clearMasked(x: Float32Array, mask: Float32Array): void {
  const size = x.length / mask.length;
  for (let row = 0; row < mask.length; row++) if (mask[row] === 0) x.fill(0, row * size, (row + 1) * size);
}

/** The weights as they came, and the norms of their columns. */
function keptWeights(kept: Lease, args: StretchArgs): KeptWeights {
  const {inputSize: d, units: h, columnGainX, columnGainH} = args;
  const kernel = kept.copy(args.kernel);
  const recurrentKernel = kept.copy(args.recurrentKernel);
  return {
    kernel,
    recurrentKernel,
    normsX: columnGainX && columnNorms(kept, kernel, d, 4 * h, columnGainX),
    normsH: columnGainH && columnNorms(kept, recurrentKernel, h, 4 * h, columnGainH),
  };
}

function ones(n: number): Float32Array {
  return new Float32Array(n).fill(1);
}

/** bias + betaX + betaH: they enter the recurrence at the same place. */
function totalBias({units, bias, betaX, betaH}: StretchArgs): Float32Array {
  const total = new Float32Array(4 * units);
  for (const part of [bias, betaX, betaH])
    if (part) for (let j = 0; j < total.length; j++) total[j] += part[j];
  return total;
}
