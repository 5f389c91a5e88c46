import type {LSTMForwardArgs} from './lstmTypes.js';

/** Above it a square is no float32 number, and so no statistic. */
const LARGEST = 1e19;

/** Whether x at masked steps counts, as it does in the statistics of a batch over all rows; elsewhere it is read as zeros. */
export function readsMasked({
  normalizer,
  batchStatisticsOver,
  populationStatistics,
}: Pick<LSTMForwardArgs, 'normalizer' | 'batchStatisticsOver' | 'populationStatistics'>): boolean {
  return normalizer === 'batch' && batchStatisticsOver === 'allRows' && populationStatistics === undefined;
}

/**
 * The arguments with zeros for what cannot count where x is masked and counts: NaN, infinities, and fill values of 1e19 and more.
 * The arguments themselves where there is nothing of the kind.
 */
export function withoutFill(args: LSTMForwardArgs): LSTMForwardArgs {
  const {x, mask, inputSize} = args;
  if (mask === undefined || !readsMasked(args)) return args;
  const isFill = (value: number, i: number) =>
    !(Math.abs(value) < LARGEST) && mask[Math.floor(i / inputSize)] === 0;
  return x.some(isFill) ? {...args, x: x.map((value, i) => (isFill(value, i) ? 0 : value))} : args;
}
