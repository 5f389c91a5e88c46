/** A layer or cell that keeps population statistics and can measure them anew; see `reestimateStatistics`. */
export interface ReestimatesStatistics {
  /** Forgets the statistics; until the end, calls use the batch's statistics and average them with equal weights. */
  beginReestimation(): void;
  endReestimation(): void;
}

/** Whether this layer or cell keeps population statistics. */
export function reestimates(value: unknown): value is ReestimatesStatistics {
  return typeof (value as Partial<ReestimatesStatistics> | null)?.beginReestimation === 'function';
}
