/** What an option may be; `any` where its own check says more. */
type Kind = 'boolean' | 'string' | 'function' | 'object' | 'any';

/** The kind of each option: the compiler refuses a table that lacks one or has one too many. */
export type OptionKinds<Options> = Readonly<Record<keyof Options, Kind>>;

const ARTICLES: Readonly<Record<Exclude<Kind, 'any'>, string>> = {
  boolean: 'true or false',
  string: 'a string',
  function: 'a function',
  object: 'an object',
};

/**
 * Throws for an option that nothing reads, so that a misspelt one is not silently ignored, and for one of another kind.
 *
 * @param of whose options they are: named in the message.
 * @param kinds its options.
 * @throws if `options` is no object, or has an option that is not there or is of another kind.
 */
export function checkOptions<Options extends object>(
  of: string,
  options: Options,
  kinds: OptionKinds<Options>,
): void {
  if (!isPlain(options)) throw new Error(`${of}: expected an object, got ${describe(options)}`);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(kinds, name)) {
      throw new Error(`${of}: no option '${name}'; it has ${Object.keys(kinds).sort().join(', ')}`);
    }
    const kind: Kind = kinds[name as keyof Options];
    if (value === undefined || kind === 'any') continue;
    const fits = kind === 'object' ? isPlain(value) : typeof value === kind;
    if (!fits) throw new Error(`${of}: ${name}: expected ${ARTICLES[kind]}, got ${describe(value)}`);
  }
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function describe(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
