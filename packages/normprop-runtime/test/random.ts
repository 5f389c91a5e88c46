/** A seeded generator of numbers in [0,1): mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** n numbers in [−1,1). */
export function randomFloats(n: number, seed: number): Float32Array {
  const next = randomNumbers(seed);
  return Float32Array.from({length: n}, () => 2 * next() - 1);
}

/** n whole numbers below `count`. */
export function randomSymbols(n: number, count: number, seed: number): Int32Array {
  const next = randomNumbers(seed);
  return Int32Array.from({length: n}, () => Math.floor(next() * count));
}
