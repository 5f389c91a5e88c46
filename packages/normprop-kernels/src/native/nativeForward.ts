import type {LSTMForwardArgs, LSTMForwardResult, LSTMStatistics} from '../contract/lstmTypes.js';
import {readsMasked} from '../contract/readsMasked.js';
import {penaltyShare, penaltyWeights} from '../simd/cellPenalty.js';
import {withThreads, type ThreadChoice} from '../threads/threadChoice.js';
import type {NativeAddon} from './nativeAddon.js';
import {NativeReserve} from './nativeReserve.js';
import {usableWeights} from './nativeWeights.js';

const NORMALIZERS = {none: 0, layer: 1, batch: 2} as const;
const STATISTICS = ['meanX', 'varianceX', 'meanH', 'varianceH', 'meanC', 'varianceC'] as const;

/**
 * The sequence forward; arrays are read where they lie, and what backward needs is kept in native memory.
 *
 * @param weights Packed ones; by default those of the arguments, if this build can use them.
 */
export function nativeForward(
  addon: NativeAddon,
  build: number,
  choice: ThreadChoice,
  args: LSTMForwardArgs,
  weights = usableWeights(addon, build, args),
): LSTMForwardResult {
  const {timeSteps: t, batch: b, inputSize: d, units: h, normalizer = 'none', inference = false} = args;
  const population = args.populationStatistics;
  const own = normalizer === 'batch' && population === undefined ? emptyStatistics(t, h) : undefined;
  const outputs = new Float32Array(t * b * h);
  const hidden = new Float32Array(b * h);
  const cell = new Float32Array(b * h);
  const cells = args.returnCells ? new Float32Array(t * b * h) : undefined;
  const penalty = new Float64Array(1);
  const masks = (zoneout: number | Float32Array | undefined) =>
    typeof zoneout === 'number' ? undefined : zoneout;
  const rate = (zoneout: number | Float32Array | undefined) => (typeof zoneout === 'number' ? zoneout : 0);
  const handle = withThreads(choice, `forward ${normalizer}`, t * b * 4 * h * (d + h), (threads) =>
    addon.forward(
      build,
      Float64Array.of(
        threads,
        t,
        b,
        d,
        h,
        NORMALIZERS[normalizer],
        args.perGate ? 4 : 1,
        args.epsilon ?? 1e-5,
        args.goBackwards ? 1 : 0,
        args.batchMajor ? 1 : 0,
        inference ? 1 : 0,
        args.batchStatisticsOver === 'allRows' ? 0 : 1,
        rate(args.zoneoutCell),
        rate(args.zoneoutHidden),
        args.cell === 'preserving' ? 1 : 0,
        args.cellPenalty ? penaltyShare(args) : 0,
        args.recurrentActivation === 'hardSigmoid' ? 1 : 0,
        readsMasked(args) ? 1 : 0,
      ),
      weights?.handle,
      args.x,
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
      population ? population.meanC.length / h : 0,
      ...STATISTICS.map((name) => population?.[name]),
      args.cellPenalty && penaltyWeights(args.cellPenalty.target),
      outputs,
      hidden,
      cell,
      ...STATISTICS.map((name) => own?.[name]),
      cells,
      penalty,
    ),
  );
  return {
    outputs,
    hidden,
    cell,
    ...(cells && {cells}),
    ...(args.cellPenalty && {cellPenalty: penalty[0]}),
    ...(own && {statistics: own}),
    ...(handle && {reserve: new NativeReserve(addon, choice, handle, args, weights)}),
  };
}

function emptyStatistics(t: number, h: number): LSTMStatistics {
  const rows = (n: number) => new Float32Array(t * n);
  return {
    meanX: rows(4 * h),
    varianceX: rows(4 * h),
    meanH: rows(4 * h),
    varianceH: rows(4 * h),
    meanC: rows(h),
    varianceC: rows(h),
  };
}
