/** Throws unless `value` is a Float32Array of the given shape; the message names the argument. */
export function expectFloats(name: string, value: unknown, shape: number[]): void {
  const got = Object.prototype.toString.call(value);
  if (got !== '[object Float32Array]')
    throw new TypeError(`${name}: expected a Float32Array [${shape.join(',')}], got ${describe(value, got)}`);
  const length = shape.reduce((a, b) => a * b, 1);
  const found = (value as Float32Array).length;
  if (found !== length)
    throw new RangeError(`${name}: expected [${shape.join(',')}] (${length} values), got ${found} values`);
}

/** As `expectFloats`, but the argument may be left out. */
export function expectOptionalFloats(name: string, value: unknown, shape: number[]): void {
  if (value !== undefined) expectFloats(name, value, shape);
}

/** All names of T's fields. */
export type Names<T> = {readonly [K in keyof Required<T>]: true};

/** Throws unless `given` is an object without other fields than those named; a misspelled option would else be ignored. */
export function expectNames<T extends object>(what: string, given: T, names: Names<T>): void {
  if (typeof given !== 'object' || given === null)
    throw new TypeError(`${what}: expected an object, got ${describe(given)}`);
  const wrong = Object.keys(given).find((name) => !Object.hasOwn(names, name));
  if (wrong !== undefined)
    throw new Error(`${wrong}: ${what} has no such argument; it has ${Object.keys(names).join(', ')}`);
}

/** Throws unless `value` is a whole number of at least `least`. */
export function expectCount(name: string, value: unknown, least = 1): void {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least)
    throw new RangeError(`${name}: expected a whole number of at least ${least}, got ${describe(value)}`);
}

/** Throws unless `value` is a finite number of at least `least`. */
export function expectNumber(name: string, value: unknown, least: number): void {
  if (typeof value !== 'number' || !Number.isFinite(value) || value < least)
    throw new RangeError(`${name}: expected a finite number of at least ${least}, got ${describe(value)}`);
}

/** Throws when an option is given that the chosen model does not have. */
export function expectAbsent(name: string, value: unknown, why: string): void {
  if (value !== undefined) throw new Error(`${name}: ${why}`);
}

function describe(value: unknown, tag?: string): string {
  if (typeof value === 'object' && value !== null) return tag ?? Object.prototype.toString.call(value);
  return String(value);
}
