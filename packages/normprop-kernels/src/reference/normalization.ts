/** Elements of a matrix that are normalised together, and those of them over which mean and variance run. */
export interface NormSet {
  members: number[];
  counted: number[];
}

/** A normalised matrix with what its gradient needs. */
export interface Normalized {
  sets: NormSet[];
  /** (z − mean)/√(variance + ε). */
  normed: Float64Array;
  /** One per set. */
  mean: Float64Array;
  variance: Float64Array;
  epsilon: number;
  /** Mean and variance were given, and so have no gradient. */
  given: boolean;
}

/** Layer Norm of [rows,n]: every row, in `groups` equal parts. */
export function rowSets(rows: number, n: number, groups: number): NormSet[] {
  const size = n / groups;
  return Array.from({length: rows * groups}, (_, s) => {
    const members = Array.from({length: size}, (_, j) => s * size + j);
    return {members, counted: members};
  });
}

/** Batch Norm of [rows,n]: every column; the statistics over the rows that count. */
export function columnSets(rows: number, n: number, counts: (row: number) => boolean): NormSet[] {
  const all = Array.from({length: rows}, (_, b) => b);
  return Array.from({length: n}, (_, j) => ({
    members: all.map((b) => b * n + j),
    counted: all.filter(counts).map((b) => b * n + j),
  }));
}

/** Normalises every set by its mean and biased variance, or by those given. A set without counted elements has mean 0, variance 0. */
export function normalize(
  z: Float64Array,
  sets: NormSet[],
  epsilon: number,
  given?: {mean: ArrayLike<number>; variance: ArrayLike<number>},
): Normalized {
  const normed = new Float64Array(z.length);
  const mean = new Float64Array(sets.length);
  const variance = new Float64Array(sets.length);
  sets.forEach(({members, counted}, s) => {
    if (given) {
      mean[s] = given.mean[s];
      variance[s] = given.variance[s];
    } else if (counted.length > 0) {
      for (const i of counted) mean[s] += z[i] / counted.length;
      for (const i of counted) variance[s] += (z[i] - mean[s]) ** 2 / counted.length;
    }
    for (const i of members) normed[i] = (z[i] - mean[s]) / Math.sqrt(variance[s] + epsilon);
  });
  return {sets, normed, mean, variance, epsilon, given: given !== undefined};
}

/** The gradient of z for that of `normed`. */
export function normalizeGradient(
  {sets, normed, variance, epsilon, given}: Normalized,
  d: Float64Array,
): Float64Array {
  const dz = new Float64Array(d.length);
  sets.forEach(({members, counted}, s) => {
    const inverse = 1 / Math.sqrt(variance[s] + epsilon);
    let sum = 0;
    let dot = 0;
    for (const i of members) {
      dz[i] = inverse * d[i];
      sum += d[i];
      dot += d[i] * normed[i];
    }
    if (!given) for (const i of counted) dz[i] -= (inverse * (sum + normed[i] * dot)) / counted.length;
  });
  return dz;
}
