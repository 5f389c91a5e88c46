import type {StepStatistics, TraceStatistics} from 'normprop-layers';

/** What is traced, with the letters of the paper. */
export const quantities = {
  inputGate: 'i',
  forgetGate: 'f',
  candidate: 'g',
  outputGate: 'o',
  cell: 'c',
  hidden: 'h',
} as const satisfies Record<keyof TraceStatistics, string>;

/** One quantity at one time step; null where a figure does not exist. */
export interface InspectionRow {
  quantity: string;
  /** From 1. */
  step: number;
  mean: number | null;
  variance: number | null;
  /** Excess kurtosis. */
  kurtosis: number | null;
  /** Share near the lower bound; gates and the candidate only. */
  saturatedLow: number | null;
  saturatedHigh: number | null;
  /** Correlation with the same quantity so many steps later. */
  autocorrelation: Array<{lag: number; value: number | null}>;
}

/** The statistics as rows, quantity by quantity and step by step. */
export function inspectionRows(statistics: TraceStatistics): InspectionRow[] {
  return (Object.keys(quantities) as Array<keyof TraceStatistics>).flatMap((name) => {
    const {mean, variance, kurtosis, autocorrelation}: StepStatistics = statistics[name];
    const measured = statistics[name];
    const saturation = 'saturation' in measured ? measured.saturation : undefined;
    return mean.map((value, index) => ({
      quantity: quantities[name],
      step: index + 1,
      mean: finite(value),
      variance: finite(variance[index]),
      kurtosis: finite(kurtosis[index]),
      saturatedLow: finite(saturation?.low[index]),
      saturatedHigh: finite(saturation?.high[index]),
      autocorrelation: autocorrelation.map(({lag, values}) => ({lag, value: finite(values[index])})),
    }));
  });
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
