import {budgetDifferences} from '../config/configDifferences.js';
import type {RunConfig} from '../config/runConfig.js';
import {UserError} from '../userError.js';

/** One model of a comparison, before the seeds multiply it. */
export interface Contestant<Config extends RunConfig = RunConfig> {
  /** For tables: `Norm Prop`. */
  title: string;
  config: Config;
}

/** One run of a comparison. */
export interface ComparisonEntry<Config extends RunConfig = RunConfig> {
  /** For tables: `Norm Prop`, or `Norm Prop, seed 2`. */
  name: string;
  /** The contestant's title. */
  group: string;
  /** Its folder inside the comparison's. */
  folder: string;
  config: Config;
}

/**
 * The runs of a comparison: each contestant with each seed.
 *
 * @param budget The fields that must agree.
 * @throws {UserError} when there are fewer than two contestants, two of one name, a seed twice, or budgets that are not equal (each
 * field that differs is named).
 */
export function comparisonEntries<Config extends RunConfig>(
  contestants: ReadonlyArray<Contestant<Config>>,
  seeds: readonly number[],
  budget: readonly string[],
): Array<ComparisonEntry<Config>> {
  if (contestants.length < 2)
    throw new UserError(`compare: expected at least 2 models or config files, got ${contestants.length}`, 2);
  const again = seeds.find((seed, index) => seeds.indexOf(seed) < index);
  if (again !== undefined) throw new UserError(`--seeds: ${again} is there twice`, 2);
  const [first, ...others] = contestants;
  for (const other of others) {
    const differences = budgetDifferences(first.config, other.config, budget);
    if (differences.length)
      throw new UserError(
        `compare: '${first.title}' and '${other.title}' have no equal budget.\n  ${differences.join('\n  ')}`,
        2,
      );
  }
  const entries = seeds.flatMap((seed) =>
    contestants.map(({title, config}) => ({
      name: seeds.length > 1 ? `${title}, seed ${seed}` : title,
      group: title,
      folder: `${title.replace(/[^\w.-]+/g, '-').replace(/^-|-$/g, '')}-seed${seed}`,
      config: {...config, seed},
    })),
  );
  const twice = entries.find(
    ({folder}, index) => entries.findIndex((each) => each.folder === folder) < index,
  );
  if (twice)
    throw new UserError(`compare: '${twice.name}' is there twice; give the config files other names`, 2);
  return entries;
}
