import type {SeededRandom} from '../random/SeededRandom.js';

/** Vectors that are made orthogonal to an earlier one together, so that it is read from memory once for all of them. */
const panel = 4;

/**
 * Random orthonormal vectors, uniformly distributed: normal numbers, made orthogonal by modified Gram-Schmidt in float64.
 *
 * @param count At most `length`.
 * @returns [count × length], one vector after the other.
 */
export function orthonormalVectors(count: number, length: number, random: SeededRandom): Float64Array {
  const all = new Float64Array(count * length);
  for (let i = 0; i < all.length; i += 2) all.set(random.normalPair().slice(0, all.length - i), i);
  for (let start = 0; start < count; start += panel) {
    const end = Math.min(start + panel, count);
    if (end - start === panel) for (let j = 0; j < start; j++) removeFromPanel(all, length, j, start);
    for (let k = start; k < end; k++) {
      for (let j = end - start === panel ? start : 0; j < k; j++) remove(all, length, j, k);
      // Little is left beside the others, so their rounding errors count: project once more.
      if (norm(all, length, k) < 0.1 * Math.sqrt(length))
        for (let j = 0; j < k; j++) remove(all, length, j, k);
      const scale = 1 / norm(all, length, k);
      for (let i = k * length; i < (k + 1) * length; i++) all[i] *= scale;
    }
  }
  return all;
}

/** Removes from the vectors k … k+3 their components along the unit vector j. */
function removeFromPanel(all: Float64Array, length: number, j: number, k: number): void {
  const unit = j * length;
  const a = k * length;
  const b = a + length;
  const c = b + length;
  const d = c + length;
  let alongA = 0;
  let alongB = 0;
  let alongC = 0;
  let alongD = 0;
  for (let i = 0; i < length; i++) {
    const u = all[unit + i];
    alongA += u * all[a + i];
    alongB += u * all[b + i];
    alongC += u * all[c + i];
    alongD += u * all[d + i];
  }
  for (let i = 0; i < length; i++) {
    const u = all[unit + i];
    all[a + i] -= alongA * u;
    all[b + i] -= alongB * u;
    all[c + i] -= alongC * u;
    all[d + i] -= alongD * u;
  }
}

/** Removes from the vector k its component along the unit vector j. */
function remove(all: Float64Array, length: number, j: number, k: number): void {
  const [unit, vector] = [j * length, k * length];
  let along = 0;
  for (let i = 0; i < length; i++) along += all[unit + i] * all[vector + i];
  for (let i = 0; i < length; i++) all[vector + i] -= along * all[unit + i];
}

function norm(all: Float64Array, length: number, k: number): number {
  let sum = 0;
  for (let i = k * length; i < (k + 1) * length; i++) sum += all[i] * all[i];
  return Math.sqrt(sum);
}
