/**
 * Standard normal numbers determined by their keys: the same on any machine and backend.
 *
 * Uniform numbers from a Weyl sequence through MurmurHash3's finaliser (as SplitMix), in pairs through Box and Muller's formula.
 *
 * @param keys integers, e.g. seed and image; each changes all numbers.
 */
export function normals(count: number, ...keys: number[]): Float32Array {
  let state = 0;
  for (const key of keys) {
    // Both halves of the key, since integers go up to 2^53.
    state = mix(state ^ (key >>> 0)) + GOLDEN;
    state = mix(state ^ (Math.floor(key / 2 ** 32) >>> 0)) + GOLDEN;
  }
  const uniform = (): number => {
    state = (state + GOLDEN) >>> 0;
    return (mix(state) + 0.5) / 2 ** 32; // in (0, 1): its logarithm is finite
  };
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** 2^32 divided by the golden ratio, odd: the step of the Weyl sequence. */
const GOLDEN = 0x9e3779b9;

/** Each bit of the result depends on each bit of `z`. */
function mix(z: number): number {
  z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
  return (z ^ (z >>> 16)) >>> 0;
}
