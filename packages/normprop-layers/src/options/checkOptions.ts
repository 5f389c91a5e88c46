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
  for (const [name, value] of Object.entries(args) as Array<[string, unknown]>) {
    if (value == null || allowed.includes(name) || fromLoading.includes(name)) continue;
    const reason = name in refused ? refused[name] : `it has ${[...allowed].sort().join(', ')}`;
    throw new Error(`${className}: no option '${name}'; ${reason}`);
  }
}
