import type {LSTMStatistics} from './lstmTypes.js';

/** Room for the statistics of t steps. */
export function emptyStatistics(t: number, h: number): LSTMStatistics {
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
