import {spreadOf} from './spread.js';
import type {Spread} from './spread.js';
import type {TableRow} from './table.js';

/** Runs that differ in the seed alone, and a figure of theirs. */
export interface RankedGroup {
  group: string;
  seeds: number;
  figure: Spread;
}

/** The groups of runs by the mean of a figure, the lowest first. */
export function rankedBySeed<Run extends {group: string}>(
  runs: readonly Run[],
  figure: (run: Run) => number,
): RankedGroup[] {
  return bySeed(runs)
    .map(({group, runs: own}) => ({group, seeds: own.length, figure: spreadOf(own.map(figure))}))
    .sort((one, other) => one.figure.mean - other.figure.mean);
}

/** `, mean ± standard deviation of 2 seeds`, or nothing for one. */
export const seedWords = (seeds: number): string =>
  seeds > 1 ? `, mean ± standard deviation of ${seeds} seeds` : '';

/**
 * Rows of a table: one a run and, where there are several seeds, one more a group. The lowest figure of what competes is marked:
 * of the groups where there are such rows.
 *
 * @param row The cells of a row over some runs of one group, and the figure that ranks it.
 */
export function rowsBySeed<Run extends {name: string; group: string}>(
  runs: readonly Run[],
  row: (name: string, own: readonly Run[]) => {cells: string[]; figure: number},
): TableRow[] {
  const groups = bySeed(runs);
  const ofRuns = runs.map((run) => row(run.name, [run]));
  const ofGroups =
    groups.length < runs.length
      ? groups.map(({group, runs: own}) => row(`${group}, ${own.length} seeds`, own))
      : [];
  const ranked = ofGroups.length ? ofGroups : ofRuns;
  const best = Math.min(...ranked.map(({figure}) => figure));
  return [...ofRuns, ...ofGroups].map((each) => ({
    cells: each.cells,
    best: ranked.length > 1 && ranked.includes(each) && each.figure === best,
  }));
}

/** Runs by what they differ in beside the seed, in the order in which the groups first appear. */
function bySeed<Run extends {group: string}>(runs: readonly Run[]): Array<{group: string; runs: Run[]}> {
  const groups = new Map<string, Run[]>();
  for (const run of runs) groups.set(run.group, [...(groups.get(run.group) ?? []), run]);
  return [...groups].map(([group, own]) => ({group, runs: own}));
}
