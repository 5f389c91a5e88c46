import type {LSTMBackwardArgs, LSTMForwardArgs, LSTMStatistics} from '../src/index.js';
import {random, randomFloats} from './random.js';

/** What a random case is made from. */
export interface CaseShape {
  timeSteps: number;
  batch: number;
  inputSize: number;
  units: number;
  normalizer: 'none' | 'layer' | 'batch';
  perGate: boolean;
  population: boolean;
  allRows: boolean;
  bias: boolean;
  initial: boolean;
  scales: boolean;
  betas: boolean;
  mask: boolean;
  recurrentDropout: boolean;
  candidateDropout: boolean;
  zoneout: 'none' | 'masks' | 'rates';
  goBackwards: boolean;
  batchMajor: boolean;
  columnGains: boolean;
  preserving?: boolean;
  hardSigmoid?: boolean;
  /** Only without a normaliser. */
  penalty?: boolean;
  seeds: 'outputs' | 'last' | 'all';
  wantX: boolean;
  seed: number;
}

/** A small plain case with biases and an initial state, whose every output has a gradient; cases are made from it. */
export const plainShape: CaseShape = {
  timeSteps: 3,
  batch: 5,
  inputSize: 7,
  units: 9,
  normalizer: 'none',
  perGate: false,
  population: false,
  allRows: false,
  bias: true,
  initial: true,
  scales: true,
  betas: true,
  mask: false,
  recurrentDropout: false,
  candidateDropout: false,
  zoneout: 'none',
  goBackwards: false,
  batchMajor: false,
  columnGains: false,
  seeds: 'all',
  wantX: true,
  seed: 11,
};

/** Random arguments of the wanted kind. ε is large, so that a small variance does not magnify rounding. */
export function randomCase(shape: CaseShape): {args: LSTMForwardArgs; gradients: LSTMBackwardArgs} {
  const {timeSteps: t, batch: b, inputSize: d, units: h, normalizer} = shape;
  const n = 4 * h;
  const next = random(shape.seed);
  const floats = (size: number, scale = 1) => randomFloats(next, size, scale);
  const bits = (size: number, value = 1) => Float32Array.from({length: size}, () => (next() < 0 ? 0 : value));
  const around = (size: number) => floats(size, 0.5).map((v) => 1 + v);
  const normed = normalizer !== 'none';
  const args: LSTMForwardArgs = {
    timeSteps: t,
    batch: b,
    inputSize: d,
    units: h,
    x: floats(t * b * d),
    kernel: floats(d * n, 1 / Math.sqrt(d)),
    recurrentKernel: floats(h * n, 1 / Math.sqrt(h)),
    goBackwards: shape.goBackwards,
    batchMajor: shape.batchMajor,
    ...(shape.columnGains && {columnGainX: around(n), columnGainH: around(n)}),
    // Not together: where the forget gate just reaches 1, √(1 − f²) is as steep as 1000, and rounding decides on which side it is.
    ...(shape.hardSigmoid && !shape.preserving && {recurrentActivation: 'hardSigmoid' as const}),
    returnCells: true,
    ...(shape.preserving && {cell: 'preserving' as const}),
    // Light: of one unit whose cell is near 0 the logarithm is so steep that it magnifies rounding.
    ...(shape.penalty && !normed && {cellPenalty: {weight: 0.2, target: floats(h).map((v) => v * v + 0.1)}}),
    ...(shape.bias && {bias: floats(n)}),
    ...(shape.initial && {h0: floats(b * h), c0: floats(b * h)}),
    ...(shape.scales && {hiddenScale: around(h), ...(!normed && {cellScale: around(h)})}),
    ...(shape.mask && {mask: bits(t * b)}),
    ...(shape.recurrentDropout && {recurrentDropoutMask: bits(b * h, 2)}),
    ...(shape.candidateDropout && {candidateDropoutMask: bits(t * b * h, 2)}),
    ...(shape.zoneout === 'masks' && {zoneoutCell: bits(t * b * h), zoneoutHidden: bits(t * b * h)}),
    ...(shape.zoneout === 'rates' && {zoneoutCell: 0.3, zoneoutHidden: 0.1}),
    ...(normed && {
      normalizer,
      epsilon: 0.1,
      gammaX: around(n),
      gammaH: around(n),
      gammaC: around(h),
      ...(shape.betas && {betaX: floats(n), betaH: floats(n), betaC: floats(h)}),
    }),
    ...(normalizer === 'layer' && {perGate: shape.perGate}),
    ...(normalizer === 'batch' && {
      batchStatisticsOver: shape.allRows ? ('allRows' as const) : ('validRows' as const),
      ...(shape.population && {populationStatistics: statistics(Math.max(1, t - 1), h, floats)}),
    }),
  };
  const gradients: LSTMBackwardArgs = {
    wantX: shape.wantX,
    ...(shape.penalty && !normed && {cellPenalty: 0.7}),
    ...(shape.seeds !== 'last' && {outputs: floats(t * b * h)}),
    ...(shape.seeds !== 'outputs' && {hidden: floats(b * h), cell: floats(b * h)}),
  };
  return {args, gradients};
}

function statistics(
  rows: number,
  h: number,
  floats: (n: number, scale?: number) => Float32Array,
): LSTMStatistics {
  const positive = (n: number) => floats(n).map((v) => v * v + 0.1);
  return {
    meanX: floats(rows * 4 * h, 0.2),
    varianceX: positive(rows * 4 * h),
    meanH: floats(rows * 4 * h, 0.2),
    varianceH: positive(rows * 4 * h),
    meanC: floats(rows * h, 0.2),
    varianceC: positive(rows * h),
  };
}
