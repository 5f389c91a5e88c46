import type {LSTMForwardArgs} from '../contract/lstmTypes.js';
import {readsMasked} from '../contract/readsMasked.js';
import {penaltyShare} from '../simd/cellPenalty.js';

const NORMALIZERS = {none: 0, layer: 1, batch: 2} as const;

/** The statistics in the order in which native code takes them. */
export const STATISTICS = ['meanX', 'varianceX', 'meanH', 'varianceH', 'meanC', 'varianceC'] as const;

/** What native code takes of a call: all but x. */
type CallArgs = Omit<LSTMForwardArgs, 'x'>;

/** The numbers and switches of a call, as normprop-native's index.d.ts lists them. */
export function numbersOf(args: CallArgs, threads: number): Float64Array {
  const {timeSteps, batch, inputSize, units, normalizer = 'none'} = args;
  const rate = (zoneout: number | Float32Array | undefined) => (typeof zoneout === 'number' ? zoneout : 0);
  return Float64Array.of(
    threads,
    timeSteps,
    batch,
    inputSize,
    units,
    NORMALIZERS[normalizer],
    args.perGate ? 4 : 1,
    args.epsilon ?? 1e-5,
    args.goBackwards ? 1 : 0,
    args.batchMajor ? 1 : 0,
    args.inference ? 1 : 0,
    args.batchStatisticsOver === 'allRows' ? 0 : 1,
    rate(args.zoneoutCell),
    rate(args.zoneoutHidden),
    args.cell === 'preserving' ? 1 : 0,
    args.cellPenalty ? penaltyShare(args) : 0,
    args.recurrentActivation === 'hardSigmoid' ? 1 : 0,
    readsMasked(args) ? 1 : 0,
  );
}

/** The arrays of a call behind x, up to the population statistics. */
export function arraysOf(args: CallArgs): (Float32Array | number | undefined)[] {
  const population = args.populationStatistics;
  const masks = (zoneout: number | Float32Array | undefined) =>
    typeof zoneout === 'number' ? undefined : zoneout;
  return [
    args.kernel,
    args.recurrentKernel,
    args.columnGainX,
    args.columnGainH,
    args.bias,
    args.h0,
    args.c0,
    args.cellScale,
    args.hiddenScale,
    args.gammaX,
    args.gammaH,
    args.gammaC,
    args.betaX,
    args.betaH,
    args.betaC,
    args.mask,
    args.recurrentDropoutMask,
    args.candidateDropoutMask,
    masks(args.zoneoutCell),
    masks(args.zoneoutHidden),
    population ? population.meanC.length / args.units : 0,
    ...STATISTICS.map((name) => population?.[name]),
  ];
}
