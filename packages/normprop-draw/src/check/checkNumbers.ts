/** Throws unless each named number is an integer of at least 1. */
export function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      throw new Error(`${name}: expected an integer of at least 1, got ${size}`);
    }
  }
}

/** Throws unless the number is an integer that a double holds exactly. */
export function checkSeed(name: string, seed: number): void {
  if (!Number.isSafeInteger(seed)) throw new Error(`${name}: expected an integer, got ${seed}`);
}

/** Throws unless each named value is true, false or left out. */
export function checkFlags(flags: Readonly<Record<string, unknown>>): void {
  for (const [name, flag] of Object.entries(flags)) {
    if (flag !== undefined && typeof flag !== 'boolean') {
      throw new Error(`${name}: expected true or false, got ${JSON.stringify(flag)}`);
    }
  }
}
