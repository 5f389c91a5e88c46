import type {Engine} from '../engine/engine.js';
import {type Lease, withLease} from '../engine/lease.js';
import type {LSTMBackwardArgs, LSTMGradients} from '../contract/lstmTypes.js';
import {slices} from '../threads/slices.js';
import {writeSequence, type SequenceFields} from './sequenceFields.js';
import {ROW_GROUP, type KeptSequence} from './keptSequence.js';
import {columnNormsBackward, type ColumnNorms} from './simdColumns.js';
import {SimdWeights, packTransposed} from './simdWeights.js';
import {readSteps, writeSteps, type StepLayout} from './stepLayout.js';

/** Rows of the output gradient brought into kernel memory at a time. */
const GRADIENT_ROWS = 512;

/** Back through time, then the products for the weights; `kept` is forward's memory. */
export function simdBackward(kept: Lease, reserve: KeptSequence, gradients: LSTMBackwardArgs): LSTMGradients {
  const {timeSteps, batch: b} = reserve.sizes;
  const engine = kept.engine;
  return withLease(engine, (call) => {
    const fields = gradientFields(call, reserve, gradients);
    if (fields.penalty) scale(engine.floats(fields.penalty, timeSteps * b), gradients.cellPenalty ?? 0);
    throughTime(kept, reserve, fields, gradients.outputs);
    return allGradients(kept, reserve, fields, gradients.wantX ?? false);
  });
}

/** The fields of the backward pass: where the gradients of the state and the sums over time lie, in `lease`. */
export function gradientFields(
  lease: Lease,
  reserve: KeptSequence,
  {hidden, cell}: LSTMBackwardArgs,
): SequenceFields {
  const {units: h, batch: b, normed, hasCellScale, hasHiddenScale, groups, wide} = reserve.sizes;
  const sums = (wanted: boolean, rows: number, n: number) => (wanted ? lease.filled(rows * n, 0) : 0);
  return {
    ...reserve.fields,
    hiddenGradient: given(lease, hidden, b * h),
    cellGradient: given(lease, cell, b * h),
    cellScaleGradient: sums(hasCellScale, groups, h),
    hiddenScaleGradient: sums(hasHiddenScale, groups, h),
    gammaCGradient: sums(normed, wide, h),
    betaCGradient: sums(normed, wide, h),
    gammaXGradient: sums(normed, wide, 4 * h),
    gammaHGradient: sums(normed, wide, 4 * h),
    dropped: normed || reserve.fields.recurrentDropout ? lease.floats(b * h) : 0,
  };
}

/** Once all steps have been taken back: every gradient, those of the weights by products over all steps. */
export function allGradients(
  kept: Lease,
  reserve: KeptSequence,
  fields: SequenceFields,
  wantX: boolean,
): LSTMGradients {
  const {units: h, batch: b, normed, hasCellScale, hasHiddenScale, groups, wide} = reserve.sizes;
  const {engine} = kept;
  const total = (address: number | undefined, rows: number, n: number) =>
    sumRows(engine.floats(address!, rows * n), n);
  const small = {
    h0: engine.read(fields.hiddenGradient!, b * h),
    c0: engine.read(fields.cellGradient!, b * h),
    ...(hasCellScale && {cellScale: total(fields.cellScaleGradient, groups, h)}),
    ...(hasHiddenScale && {hiddenScale: total(fields.hiddenScaleGradient, groups, h)}),
    ...(normed && {
      gammaX: total(fields.gammaXGradient, wide, 4 * h),
      gammaH: total(fields.gammaHGradient, wide, 4 * h),
      gammaC: total(fields.gammaCGradient, wide, h),
      betaC: total(fields.betaCGradient, wide, h),
    }),
  };
  const weights = weightGradients(kept, reserve, wantX);
  const betas = normed ? {betaX: weights.bias.slice(), betaH: weights.bias.slice()} : {};
  return {...weights, ...betas, ...small};
}

function given(call: Lease, gradient: Float32Array | undefined, n: number): number {
  return gradient ? call.copy(gradient) : call.filled(n, 0);
}

function scale(values: Float32Array, factor: number): void {
  for (let i = 0; i < values.length; i++) values[i] *= factor;
}

/** All steps, from the last; leaves da in the gates (and in normedX, normedH), dh0 and dc0 in hiddenGradient and cellGradient. */
function throughTime(
  kept: Lease,
  reserve: KeptSequence,
  fields: SequenceFields,
  outputs: Float32Array | undefined,
): void {
  const {timeSteps, batch: b, units: h, normed, batchNorm} = reserve.sizes;
  const {engine} = kept;
  const steps = outputs ? Math.max(1, Math.floor(GRADIENT_ROWS / b)) : timeSteps;
  withLease(engine, (call) => {
    const n = 4 * h;
    const {weights} = reserve;
    const packed =
      weights instanceof SimdWeights
        ? weights.packedTransposed()
        : packTransposed(call, weights.recurrentKernel, h, n, weights.normsH);
    const workOf = (some: number) => ({
      kind: `backward ${batchNorm ? 'batch' : normed ? 'layer' : 'none'}`,
      multiplyAdds: some * b * n * h,
    });
    const parts = batchNorm ? 1 : engine.partsFor(workOf(Math.min(steps, timeSteps)));
    const rows = slices(b, parts, ROW_GROUP);
    const scratch = rows.map(() => call.bytes(engine.exports.lstmScratch()));
    const piece = outputs ? call.floats(Math.min(steps, timeSteps) * b * h) : 0;
    for (let t1 = timeSteps; t1 > 0; t1 -= steps) {
      const t0 = Math.max(0, t1 - steps);
      if (outputs)
        readSteps(outputs, engine.floats(piece, (t1 - t0) * b * h), layoutOf(reserve, h, false), t0, t1);
      writeSequence(kept, reserve.address, {
        ...fields,
        packedRecurrent: packed,
        outputGradient: piece,
        outputGradientStart: t0,
      });
      engine.run(
        'lstmBackward',
        rows.map(([b0, b1], i) => [reserve.address, t0, t1, b0, b1, scratch[i]]),
        workOf(t1 - t0),
      );
    }
  });
}

/** dKernel, dRecurrentKernel, dBias, the gains' gradients and, when wanted, dx: the last over x. */
function weightGradients(
  kept: Lease,
  reserve: KeptSequence,
  wantX: boolean,
): Pick<LSTMGradients, 'kernel' | 'recurrentKernel' | 'bias' | 'x' | 'columnGainX' | 'columnGainH'> {
  const {timeSteps: t, batch: b, inputSize: d, units: h} = reserve.sizes;
  const {engine} = kept;
  const n = 4 * h;
  return withLease(engine, (call) => {
    const {weights} = reserve;
    const shared = weights instanceof SimdWeights;
    const {normsX, normsH} = weights;
    // Over the weights themselves where these are not needed any more.
    const dKernel = wantX || shared || normsX !== undefined ? call.floats(d * n) : weights.kernel;
    const dRecurrent = shared || normsH !== undefined ? call.floats(h * n) : weights.recurrentKernel;
    const dBias = call.floats(n);
    const work = {kind: 'weight gradients', multiplyAdds: t * b * n * (d + h)};
    const parts = engine.partsFor(work);
    const scratch = Array.from({length: parts}, () => call.bytes(engine.exports.sgemmScratch()));
    engine.run(
      'lstmWeightGradients',
      slices(n, parts, 8).map(([n0, n1], i) => [
        reserve.address,
        t,
        n0,
        n1,
        dKernel,
        dRecurrent,
        dBias,
        scratch[i],
      ]),
      work,
    );
    if (wantX) {
      const kernel = scaledCopy(call, weights.kernel, d, n, normsX);
      engine.run(
        'lstmInputGradient',
        slices(t * b, parts, 8).map(([r0, r1], i) => [reserve.address, r0, r1, kernel, scratch[i]]),
        {kind: 'input gradient', multiplyAdds: t * b * n * d},
      );
    }
    const columnGainX = normsX && columnNormsBackward(call, weights.kernel, d, n, normsX, dKernel);
    const columnGainH =
      normsH && columnNormsBackward(call, weights.recurrentKernel, h, n, normsH, dRecurrent);
    return {
      kernel: engine.read(dKernel, d * n),
      recurrentKernel: engine.read(dRecurrent, h * n),
      bias: engine.read(dBias, n),
      ...(columnGainX && {columnGainX}),
      ...(columnGainH && {columnGainH}),
      ...(wantX && {x: inputGradient(engine, reserve)}),
    };
  });
}

/** W with its columns brought to their norms; W itself where they have none. */
function scaledCopy(
  call: Lease,
  w: number,
  rows: number,
  columns: number,
  norms: ColumnNorms | undefined,
): number {
  if (norms === undefined) return w;
  const {engine} = call;
  const copy = call.floats(rows * columns);
  engine.floats(copy, rows * columns).set(engine.floats(w, rows * columns));
  engine.exports.scaleColumns(copy, rows, columns, norms.scale);
  return copy;
}

/** dx, as x lay. */
function inputGradient(engine: Engine, reserve: KeptSequence): Float32Array {
  const {timeSteps: t, batch: b, inputSize: d, goBackwards} = reserve.sizes;
  const gradient = new Float32Array(t * b * d);
  const source = engine.floats(reserve.fields.x!, t * b * d);
  writeSteps(source, gradient, layoutOf(reserve, d, goBackwards), 0, t);
  return gradient;
}

function layoutOf(reserve: KeptSequence, size: number, backwards: boolean): StepLayout {
  const {timeSteps, batch, batchMajor} = reserve.sizes;
  return {timeSteps, batch, size, batchMajor, backwards};
}

/** Sums over the rows of [rows,n], in float64. */
function sumRows(values: Float32Array, n: number): Float32Array {
  const total = new Float32Array(n);
  for (let j = 0; j < n; j++) {
    let sum = 0;
    for (let r = j; r < values.length; r += n) sum += values[r];
    total[j] = sum;
  }
  return total;
}
