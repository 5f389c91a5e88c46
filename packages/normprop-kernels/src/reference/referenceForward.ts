import type {LSTMForwardArgs, LSTMForwardResult, LSTMStatistics} from '../contract/lstmTypes.js';
import {multiply} from './matrix.js';
import {plainArgs, swapAxes} from './plainArgs.js';
import {columnSets, normalize, rowSets, type Normalized, type NormSet} from './normalization.js';
import {penaltyWeight, type StepRecord} from './stepRecord.js';
import {ReferenceReserve} from './referenceReserve.js';

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The equations of `LSTMForwardArgs` written out, in float64: what the kernels are compared with, and the way without SIMD. */
export function referenceForward(given: LSTMForwardArgs): LSTMForwardResult {
  const args = plainArgs(given);
  const {timeSteps: t, batch: b, units: h} = args;
  const outputs = new Float32Array(t * b * h);
  const records: StepRecord[] = [];
  const cells = new Float32Array(args.returnCells ? t * b * h : 0);
  let cellPenalty = 0;
  let hidden: Float64Array = Float64Array.from(args.h0 ?? new Float32Array(b * h));
  let cell: Float64Array = Float64Array.from(args.c0 ?? new Float32Array(b * h));
  const collected: StepRecord[] = [];
  for (let step = 0; step < t; step++) {
    const record = startStep(args, step, hidden, cell);
    cell = carry(record.takeC, record.fresh, cell);
    hidden = carry(record.takeH, freshHidden(args, record), hidden);
    outputs.set(hidden, step * b * h);
    if (args.returnCells) cells.set(cell, step * b * h);
    cellPenalty += penaltyOf(args, record);
    if (!args.inference) records.push(record);
    if (args.normalizer === 'batch' && !args.populationStatistics) collected.push(record);
  }
  return {
    outputs: given.batchMajor ? swapAxes(outputs, t, b) : outputs,
    hidden: Float32Array.from(hidden),
    cell: Float32Array.from(cell),
    ...(args.returnCells && {cells: given.batchMajor ? swapAxes(cells, t, b) : cells}),
    ...(args.cellPenalty && {cellPenalty}),
    ...(collected.length > 0 && {statistics: statisticsOf(collected)}),
    ...(!args.inference && {reserve: new ReferenceReserve(given, records)}),
  };
}

/** (1−Z) ⊙ fresh + Z ⊙ old. */
function carry(take: Float64Array, fresh: Float64Array, old: Float64Array): Float64Array {
  return old.map((value, i) => take[i] * fresh[i] + (1 - take[i]) * value);
}

/** h~ = hiddenScale ⊙ o ⊙ tanh(Nc(c~)). */
function freshHidden({units: h, hiddenScale}: LSTMForwardArgs, {gates, squashed}: StepRecord): Float64Array {
  return squashed.map((value, i) => {
    const j = i % h;
    return (hiddenScale?.[j] ?? 1) * gates[(i - j) * 4 + 3 * h + j] * value;
  });
}

/** The step up to tanh(Nc(c~)). */
function startStep(args: LSTMForwardArgs, step: number, hOld: Float64Array, cOld: Float64Array): StepRecord {
  const {timeSteps: t, batch: b, inputSize: d, units: h, recurrentDropoutMask: r} = args;
  const n = 4 * h;
  const source = args.goBackwards ? t - 1 - step : step;
  const xt = args.x.subarray(source * b * d, (source + 1) * b * d);
  const hIn = hOld.map((value, i) => value * (r?.[i] ?? 1));
  const zx = multiply(xt, args.kernel, b, d, n);
  const zh = multiply(hIn, args.recurrentKernel, b, h, n);
  const normX = normalizer(args, step, source, zx, n, 'X');
  const normH = normalizer(args, step, source, zh, n, 'H');
  const gates = new Float64Array(b * n);
  const gate =
    args.recurrentActivation === 'hardSigmoid'
      ? (a: number) => Math.min(Math.max(0.2 * a + 0.5, 0), 1)
      : sigmoid;
  for (let i = 0; i < gates.length; i++) {
    const j = i % n;
    const ax = normX ? args.gammaX![j] * normX.normed[i] + (args.betaX?.[j] ?? 0) : zx[i];
    const ah = normH ? args.gammaH![j] * normH.normed[i] + (args.betaH?.[j] ?? 0) : zh[i];
    const a = ax + ah + (args.bias?.[j] ?? 0);
    gates[i] = Math.floor(j / h) === 2 ? Math.tanh(a) : gate(a);
  }
  const fresh = new Float64Array(b * h);
  const share = new Float64Array(b * h);
  for (let i = 0; i < fresh.length; i++) {
    const j = i % h;
    const [ig, fg, gg] = [0, 1, 2].map((k) => gates[(i - j) * 4 + k * h + j]);
    share[i] = args.cell === 'preserving' ? Math.sqrt(1 - fg ** 2 + 1e-6) : 1;
    const k = args.candidateDropoutMask?.[step * b * h + i] ?? 1;
    fresh[i] = share[i] * ig * gg * k + fg * cOld[i];
  }
  const normC = normalizer(args, step, source, fresh, h, 'C');
  const squashed = fresh.map((value, i) => {
    const j = i % h;
    return Math.tanh(
      normC ? args.gammaC![j] * normC.normed[i] + (args.betaC?.[j] ?? 0) : (args.cellScale?.[j] ?? 1) * value,
    );
  });
  const take = (zoneout: number | Float32Array | undefined) =>
    fresh.map((_, i) => {
      const m = args.mask?.[source * b + Math.floor(i / h)] ?? 1;
      return m * (1 - (typeof zoneout === 'number' ? zoneout : (zoneout?.[step * b * h + i] ?? 0)));
    });
  return {
    source,
    hOld,
    cOld,
    hIn,
    gates,
    fresh,
    share,
    ...(args.cellPenalty && {q: rowDistances(fresh, b, h, args.cellPenalty.target)}),
    squashed,
    takeC: take(args.zoneoutCell),
    takeH: take(args.zoneoutHidden),
    x: normX,
    h: normH,
    c: normC,
  };
}

/** mean_j(c~_j²/target_j) + 1e-4 for each row. */
function rowDistances(fresh: Float64Array, b: number, h: number, target: Float32Array): Float64Array {
  const q = new Float64Array(b).fill(1e-4);
  fresh.forEach((c, i) => (q[Math.floor(i / h)] += (c * c) / (h * target[i % h])));
  return q;
}

/** A step's part of the penalty: weight · ln(q)² over the number of valid rows of all steps. */
function penaltyOf(args: LSTMForwardArgs, {q, source}: StepRecord): number {
  if (q === undefined) return 0;
  return q.reduce((sum, value, row) => {
    const weight = penaltyWeight(args, source, row);
    return weight === 0 ? sum : sum + weight * Math.log(value) ** 2;
  }, 0);
}

/** N(z) before γ and β, for z [B,n]; undefined without a normaliser. */
function normalizer(
  args: LSTMForwardArgs,
  step: number,
  source: number,
  z: Float64Array,
  n: number,
  which: 'X' | 'H' | 'C',
): Normalized | undefined {
  const {batch: b, normalizer: kind = 'none', epsilon = 1e-5, populationStatistics: population, mask} = args;
  if (kind === 'none') return undefined;
  if (kind === 'layer') return normalize(z, rowSets(b, n, args.perGate && which !== 'C' ? 4 : 1), epsilon);
  const valid = args.batchStatisticsOver !== 'allRows' && mask !== undefined;
  const sets: NormSet[] = columnSets(b, n, (row) => !valid || mask[source * b + row] !== 0);
  if (!population) return normalize(z, sets, epsilon);
  const rows = population[`mean${which}`].length / n;
  const row = Math.min(step, rows - 1);
  const at = (values: Float32Array) => values.subarray(row * n, (row + 1) * n);
  return normalize(z, sets, epsilon, {
    mean: at(population[`mean${which}`]),
    variance: at(population[`variance${which}`]),
  });
}

function statisticsOf(records: StepRecord[]): LSTMStatistics {
  const gather = (of: (r: StepRecord) => Float64Array) =>
    Float32Array.from(records.flatMap((r) => [...of(r)]));
  return {
    meanX: gather((r) => r.x!.mean),
    varianceX: gather((r) => r.x!.variance),
    meanH: gather((r) => r.h!.mean),
    varianceH: gather((r) => r.h!.variance),
    meanC: gather((r) => r.c!.mean),
    varianceC: gather((r) => r.c!.variance),
  };
}
