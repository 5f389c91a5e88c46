/** A number generator that gives the same numbers for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A damaged copy of a file: cut off, a few bytes changed (half of the time in its first part, where the structure is), a run of
 * bytes overwritten, or a piece left out or doubled.
 */
export function mutation(file: Uint8Array, random: () => number): Uint8Array {
  const place = () => Math.floor(random() * (random() < 0.5 ? Math.min(2048, file.length) : file.length));
  const kind = Math.floor(random() * 5);
  if (kind === 0) return file.slice(0, place());
  if (kind === 1) {
    const [a, b] = [place(), place()].sort((x, y) => x - y);
    return random() < 0.5
      ? Uint8Array.from([...file.subarray(0, a), ...file.subarray(b)])
      : Uint8Array.from([...file.subarray(0, b), ...file.subarray(a)]);
  }
  const copy = file.slice();
  if (kind === 2) copy.fill([0, 0xff, 0x7f][Math.floor(random() * 3)], place(), place() + 8);
  else {
    const times = 1 + Math.floor(random() * 4);
    for (let i = 0; i < times; i++)
      copy[place()] =
        kind === 3 ? Math.floor(random() * 256) : copy[place()] ^ (1 << Math.floor(random() * 8));
  }
  return copy;
}
