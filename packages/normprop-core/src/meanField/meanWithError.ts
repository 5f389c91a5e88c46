/**
 * Mean and standard error of a sequence whose neighbours may be correlated, from the spread of the means of `runs` runs.
 *
 * @param values the sequence, a multiple of `runs` long
 * @param runs how many runs of equal length it is cut into
 */
export function meanWithError(values: number[], runs: number): {mean: number; error: number} {
  const size = values.length / runs;
  const means = Array.from(
    {length: runs},
    (_, run) => values.slice(run * size, (run + 1) * size).reduce((sum, v) => sum + v, 0) / size,
  );
  const mean = means.reduce((sum, v) => sum + v, 0) / runs;
  const square = means.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (runs - 1);
  return {mean, error: Math.sqrt(square / runs)};
}
