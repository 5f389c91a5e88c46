/** The fields that a run may change when it is resumed: how long, and how often it saves. */
const changeable: ReadonlySet<string> = new Set(['updates', 'epochs', 'checkpointEvery', 'dataDir']);

const show = (value: unknown): string => JSON.stringify(value);

/**
 * What keeps a run from being resumed with another config, one line a field: `units: 64 in the run folder, 128
 * asked for`. How long it trains, how often it saves and where the data lie may change.
 */
export function resumeDifferences<Config extends object>(saved: Config, asked: Config): string[] {
  return (Object.keys(asked) as Array<keyof Config & string>)
    .filter((name) => !changeable.has(name) && show(saved[name]) !== show(asked[name]))
    .map((name) => `${name}: ${show(saved[name])} in the run folder, ${show(asked[name])} asked for`);
}

/** What keeps two configs from an equal budget, one line a field of it; empty when the comparison is fair. */
export function budgetDifferences(one: object, other: object, budget: readonly string[]): string[] {
  const [first, second] = [one, other] as Array<Record<string, unknown>>;
  return budget
    .filter((name) => show(first[name]) !== show(second[name]))
    .map((name) => `${name}: ${show(first[name])} and ${show(second[name])}`);
}
