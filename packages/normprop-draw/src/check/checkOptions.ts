/** The names of all options: the compiler refuses a table that lacks one or has one too many. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Throws for an option that nothing reads, so that a misspelt one is not silently ignored.
 *
 * @param of whose options they are: named in the message.
 * @throws if `options` is no object, or has an option that is not there.
 */
export function checkOptions<Options extends object>(
  of: string,
  options: Options,
  names: OptionNames<Options>,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new Error(`${of}: expected an object, got ${JSON.stringify(options)}`);
  }
  for (const [name, value] of Object.entries(options) as Array<[string, unknown]>) {
    if (value === undefined || Object.hasOwn(names, name)) continue;
    throw new Error(`${of}: no option '${name}'; there are ${Object.keys(names).join(', ')}`);
  }
}
