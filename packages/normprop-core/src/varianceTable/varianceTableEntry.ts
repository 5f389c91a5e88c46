/**
 * One row of the shipped table: settings, the mean field's constants, and how they were found.
 *
 * γx (for inputs of variance 1), γh, γc, forget bias; Var[c], Var[h], their relative standard errors; gain G′(1) and trap
 * (0 when there is none), see `stability`; correlation time; passes and log2 of the path steps of a pass, see
 * `MeanFieldBudget`.
 */
export type VarianceTableEntry = readonly [
  gammaX: number,
  gammaH: number,
  gammaC: number,
  forgetBias: number,
  cellVariance: number,
  hiddenVariance: number,
  cellError: number,
  hiddenError: number,
  gain: number,
  trap: number,
  correlationTime: number,
  passes: number,
  logSamples: number,
];
