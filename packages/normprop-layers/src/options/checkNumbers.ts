/** Throws unless the value is a positive integer; with a full stop, as tfjs's message for `units` has one. */
export function checkPositiveInteger(name: string, value: unknown): asserts value is number {
  if (!(Number.isInteger(value) && (value as number) > 0)) {
    throw new Error(
      `${name}: expected a positive integer, got ${typeof value === 'string' ? `'${value}'` : String(value)}.`,
    );
  }
}

/** Throws unless the value is a finite number greater than 0. */
export function checkPositive(name: string, value: unknown): asserts value is number {
  if (!(typeof value === 'number' && value > 0 && value < Infinity)) {
    throw new Error(`${name}: expected a finite number greater than 0, got ${String(value)}`);
  }
}

/** Throws unless the value is a share in [0,1). */
export function checkRate(name: string, value: unknown): asserts value is number {
  if (!(typeof value === 'number' && value >= 0 && value < 1)) {
    throw new Error(`${name}: expected a number in [0,1), got ${String(value)}`);
  }
}

/** Throws unless the value is an integer or null. */
export function checkSeed(value: number | null): void {
  if (value !== null && !Number.isInteger(value)) {
    throw new Error(`seed: expected an integer, got ${String(value)}`);
  }
}
