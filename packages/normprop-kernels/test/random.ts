/** Numbers from −1 to 1 by a linear congruential generator (Numerical Recipes' constants), the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** n random floats from −scale to scale. */
export function randomFloats(next: () => number, n: number, scale = 1): Float32Array {
  return Float32Array.from({length: n}, () => scale * next());
}
