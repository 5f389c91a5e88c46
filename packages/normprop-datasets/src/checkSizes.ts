/** Throws unless each named size is an integer of at least 1. */
export function checkSizes(sizes: Readonly<Record<string, number>>): void {
  for (const [name, size] of Object.entries(sizes)) {
    if (!Number.isInteger(size) || size < 1) {
      throw new Error(`${name}: expected an integer of at least 1, got ${size}`);
    }
  }
}

/** Throws unless each named number is an integer that a double holds exactly. */
export function checkIntegers(numbers: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isSafeInteger(value)) throw new Error(`${name}: expected an integer, got ${value}`);
  }
}
