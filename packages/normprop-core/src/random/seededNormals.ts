/**
 * Independent standard normals, the same for the same seed on every machine.
 *
 * SplitMix32 for the bits, Box-Muller for the shape.
 *
 * @param count how many
 * @param seed an integer
 * @returns Float64Array [count]
 */
export function seededNormals(count: number, seed: number): Float64Array {
  const uniform = splitMix32(seed);
  const normals = new Float64Array(count);
  for (let k = 0; k < count; k += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    normals[k] = radius * Math.cos(angle);
    if (k + 1 < count) normals[k + 1] = radius * Math.sin(angle);
  }
  return normals;
}

/** Uniform numbers in [0, 1) with 32 bits. */
function splitMix32(seed: number): () => number {
  // Seeds that are neighbours would start 1 step apart in the same stream; mixing sends them far from each other.
  let state = Math.imul(seed ^ 0x5bf03635, 0x85ebca6b) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    z ^= z >>> 15;
    return (z >>> 0) / 4294967296;
  };
}
