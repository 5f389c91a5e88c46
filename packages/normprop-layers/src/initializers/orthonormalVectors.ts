import type {SeededRandom} from '../random/SeededRandom.js';

/**
 * Random orthonormal vectors, uniformly distributed: normal numbers, made orthogonal by modified Gram-Schmidt in float64.
 *
 * @param count At most `length`.
 * @returns [count × length], one vector after the other.
 */
export function orthonormalVectors(count: number, length: number, random: SeededRandom): Float64Array {
  const all = new Float64Array(count * length);
  for (let i = 0; i < all.length; i += 2) all.set(random.normalPair().slice(0, all.length - i), i);
  for (let k = 0; k < count; k++) {
    const vector = all.subarray(k * length, (k + 1) * length);
    const before = norm(vector);
    for (let j = 0; j < k; j++) removeComponent(vector, all.subarray(j * length, (j + 1) * length));
    // Almost in the span of the others: what is left is rounding error, so project once more.
    if (norm(vector) < 1e-6 * before) {
      for (let j = 0; j < k; j++) removeComponent(vector, all.subarray(j * length, (j + 1) * length));
    }
    const scale = 1 / norm(vector);
    for (let i = 0; i < length; i++) vector[i] *= scale;
  }
  return all;
}

function removeComponent(vector: Float64Array, unit: Float64Array): void {
  const n = vector.length;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  // Four sums, because one would wait for each addition to finish.
  for (; i + 3 < n; i += 4) {
    s0 += vector[i] * unit[i];
    s1 += vector[i + 1] * unit[i + 1];
    s2 += vector[i + 2] * unit[i + 2];
    s3 += vector[i + 3] * unit[i + 3];
  }
  for (; i < n; i++) s0 += vector[i] * unit[i];
  const dot = s0 + s1 + s2 + s3;
  for (i = 0; i < n; i++) vector[i] -= dot * unit[i];
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
