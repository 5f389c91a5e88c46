/** Options of tf.layers.lstm that cannot be honoured, with what to do instead. */
const refused: Record<string, string> = {
  activityRegularizer:
    'tfjs 4.22 has no activity regularisation of recurrent layers; add the term to the loss',
  dropoutFunc: 'masks are drawn from `seed`, which makes them reproducible',
};

/** Keys that tfjs adds to a config while it loads a model. */
const fromLoading = ['customObjects'];

/**
 * Throws for an option that nothing reads, so that a misspelt one is not silently ignored.
 *
 * @param className Named in the message.
 * @param allowed Names of the options that exist.
 */
export function checkOptions(className: string, args: object, allowed: readonly string[]): void {
  const first = ['units', 'learningRate'].find((name) => allowed.includes(name)) ?? allowed[0];
  checkIsObject(className, args, first);
  for (const [name, value] of Object.entries(args) as Array<[string, unknown]>) {
    if (value == null || allowed.includes(name) || fromLoading.includes(name)) continue;
    const reason =
      name in refused ? refused[name] : `${meant(name, allowed)}it has ${[...allowed].sort().join(', ')}`;
    throw new Error(`${className}: no option '${name}'; ${reason}`);
  }
}

/** Throws for options that are no object: the names of a number's fields would be none, and all defaults would be taken. */
export function checkIsObject(className: string, args: unknown, first: string): void {
  if (typeof args === 'object' && args !== null) return;
  const example = typeof args === 'number' ? String(args) : '…';
  const got = args === undefined ? 'nothing' : String(args as number);
  throw new TypeError(`${className}: expected an object, as in {${first}: ${example}}, got ${got}`);
}

/** `did you mean 'units'? ` where a letter is missing, too many, in the wrong case, or has changed places with the next. */
function meant(name: string, allowed: readonly string[]): string {
  const near = allowed.find((other) => isNear(name.toLowerCase(), other.toLowerCase()));
  return near === undefined ? '' : `did you mean '${near}'? `;
}

function isNear(a: string, b: string): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  if (long.length === short.length + 1) return short.slice(i) === long.slice(i + 1);
  if (long.length !== short.length) return false;
  return short.slice(i, i + 2) === `${long[i + 1]}${long[i]}`
    ? short.slice(i + 2) === long.slice(i + 2)
    : i === long.length;
}
