import type {LSTMForwardArgs, LSTMForwardResult} from '../contract/lstmTypes.js';
import {penaltyWeights} from '../simd/cellPenalty.js';
import {withThreads, type ThreadChoice} from '../threads/threadChoice.js';
import {emptyStatistics} from '../contract/emptyStatistics.js';
import type {NativeAddon} from './nativeAddon.js';
import {arraysOf, numbersOf, STATISTICS} from './nativeCall.js';
import {NativeReserve} from './nativeReserve.js';
import {usableWeights} from './nativeWeights.js';

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
  const {timeSteps: t, batch: b, inputSize: d, units: h, normalizer = 'none'} = args;
  const own =
    normalizer === 'batch' && args.populationStatistics === undefined ? emptyStatistics(t, h) : undefined;
  const outputs = new Float32Array(t * b * h);
  const hidden = new Float32Array(b * h);
  const cell = new Float32Array(b * h);
  const cells = args.returnCells ? new Float32Array(t * b * h) : undefined;
  const penalty = new Float64Array(1);
  const handle = withThreads(choice, `forward ${normalizer}`, t * b * 4 * h * (d + h), (threads) =>
    addon.forward(
      build,
      numbersOf(args, threads),
      weights?.handle,
      args.x,
      ...arraysOf(args),
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
