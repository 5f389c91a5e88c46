/** Throws unless each named size is an integer of at least 1. */
export function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      throw new Error(`${name}: expected an integer of at least 1, got ${size}`);
    }
  }
}
