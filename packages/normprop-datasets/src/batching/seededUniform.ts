/**
 * A generator of numbers in [0, 1), 32 bits each, determined by its keys: the same keys give the same numbers on any machine.
 *
 * A Weyl sequence through MurmurHash3's finaliser (A. Appleby, public domain), as in SplitMix (G. Steele, D. Lea, C. Flood, *Fast
 * Splittable Pseudorandom Number Generators*, OOPSLA 2014) but with 32 bits: period 2^32, ample for shuffling a corpus, not for
 * cryptography.
 *
 * @param keys integers, e.g. seed and epoch; each changes the whole sequence.
 */
export function seededUniform(...keys: number[]): () => number {
  let state = 0;
  for (const key of keys) {
    // Both halves of the key, since integers go up to 2^53.
    state = mix(state ^ (key >>> 0)) + GOLDEN;
    state = mix(state ^ (Math.floor(key / 2 ** 32) >>> 0)) + GOLDEN;
  }
  return () => {
    state = (state + GOLDEN) >>> 0;
    return mix(state) / 2 ** 32;
  };
}

/** 2^32 divided by the golden ratio, odd: the step of the Weyl sequence. */
const GOLDEN = 0x9e3779b9;

/** Each bit of the result depends on each bit of `z`. */
function mix(z: number): number {
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
