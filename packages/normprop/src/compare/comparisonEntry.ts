import type {CharlmConfig} from '../config/charlmConfig.js';
import {budgetDifferences} from '../config/configDifferences.js';
import {UserError} from '../userError.js';

/** One model of a comparison, before the seeds multiply it. */
export interface Contestant {
  /** For tables: `Norm Prop`. */
  title: string;
  config: CharlmConfig;
}

/** One run of a comparison. */
export interface ComparisonEntry {
  /** For tables: `Norm Prop`, or `Norm Prop, seed 2`. */
  name: string;
  /** The contestant's title. */
  group: string;
  /** Its folder inside the comparison's. */
  folder: string;
  config: CharlmConfig;
}

/**
 * The runs of a comparison: each contestant with each seed.
 *
 * @throws {UserError} when there are fewer than two contestants, two of one name, a seed twice, or budgets that are not equal (each
 * field that differs is named).
 */
export function comparisonEntries(
  contestants: readonly Contestant[],
  seeds: readonly number[],
): ComparisonEntry[] {
  if (contestants.length < 2)
    throw new UserError(`compare: expected at least 2 models or config files, got ${contestants.length}`, 2);
  const again = seeds.find((seed, index) => seeds.indexOf(seed) < index);
  if (again !== undefined) throw new UserError(`--seeds: ${again} is there twice`, 2);
  const [first, ...others] = contestants;
  for (const other of others) {
    const differences = budgetDifferences(first.config, other.config);
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
