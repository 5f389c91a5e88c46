/** All names of T's fields; the compiler holds such a list complete. */
export type Names<T> = {readonly [K in keyof Required<T>]: true};

/**
 * Throws unless `given` is an object that has only the named fields: a misspelled option would else be ignored in silence.
 *
 * @param of What has these fields, for the message.
 */
export function checkNames<T extends object>(of: string, given: T, names: Names<T>): void {
  if (typeof given !== 'object' || given === null) {
    throw new Error(`${of}: expected an object, got ${String(given)}`);
  }
  const wrong = Object.keys(given).find((name) => !Object.hasOwn(names, name));
  if (wrong !== undefined) {
    throw new Error(`${wrong}: ${of} has no such option; it has ${Object.keys(names).join(', ')}`);
  }
}
