import type {ConfigRules} from '../config/configRules.js';
import type {RunConfig} from '../config/runConfig.js';
import {UserError} from '../userError.js';
import {drawValue} from './drawValue.js';
import type {SweepAxes, SweepPart} from './sweepFile.js';

/** Runs of a sweep, at most: more than years of computing, and what tables and folders can bear. */
export const mostRuns = 10_000;

/** @throws {UserError} for more runs than a sweep may have. */
export function requireFew(runs: number): void {
  if (runs > mostRuns)
    throw new UserError(
      `sweep: expected at most ${mostRuns} runs, got ${runs}; shorten a list, or draw with random and tries`,
      2,
    );
}

/** How often a draw that came before is drawn anew before the list counts as used up. */
const redraws = 1000;

/**
 * The settings that a sweep or a variant asks for: option (or options, with commas) to value.
 *
 * @throws {UserError} unless it has exactly one of `grid`, `random` and `changes`, and `tries` beside `random` alone.
 */
export function settingsOf(rules: ConfigRules, part: SweepPart): Array<Record<string, unknown>> {
  const {grid, random, changes, tries, seed} = part;
  const kinds = (['grid', 'random', 'changes'] as const).filter((kind) => part[kind] !== undefined);
  if (kinds.length !== 1)
    throw new UserError(
      `sweep: expected one of grid, random and changes, got ${kinds.join(' and ') || 'none'}`,
      2,
    );
  if (!random && (tries !== undefined || seed !== undefined))
    throw new UserError(
      'sweep: tries and seed go with random; the seeds of the runs are a list, seeds: [1, 2]',
      2,
    );
  if (grid) {
    requireFew(Object.values(grid).reduce((product, values) => product * values.length, 1));
    return combinations(grid);
  }
  if (changes) return oneAtATime(rules, changes, part.base as Partial<RunConfig> | undefined);
  if (tries === undefined) throw new UserError('sweep: random needs tries, how many settings to draw', 2);
  return draws(rules, random!, tries, seed ?? 1);
}

function combinations(grid: SweepAxes): Array<Record<string, unknown>> {
  return Object.entries(grid).reduce<Array<Record<string, unknown>>>(
    (settings, [names, values]) =>
      settings.flatMap((setting) => values.map((value) => ({...setting, [names]: value}))),
    [{}],
  );
}

/** The base itself, then each value that differs from what the base says. */
function oneAtATime(
  {resolve}: ConfigRules,
  changes: SweepAxes,
  given: Partial<RunConfig> = {},
): Array<Record<string, unknown>> {
  const base = resolve(given); // with the defaults, which a list may repeat
  const isBase = (names: string, value: unknown): boolean =>
    names.split(',').every((name) => base[name.trim() as keyof RunConfig] === value);
  const changed = Object.entries(changes).flatMap(([names, values]) =>
    values.filter((value) => !isBase(names, value)).map((value) => ({[names]: value})),
  );
  return [{}, ...changed];
}

function draws(
  {options}: ConfigRules,
  random: NonNullable<SweepPart['random']>,
  tries: number,
  seed: number,
): Array<Record<string, unknown>> {
  const settings = new Map<string, Record<string, unknown>>();
  for (let draw = 0; settings.size < tries; draw++) {
    if (draw >= tries + redraws)
      throw new UserError(`sweep: tries: asks for ${tries}, but the lists have ${settings.size} settings`, 2);
    const setting = Object.fromEntries(
      Object.entries(random).map(([names, axis]) => [
        names,
        drawValue(options, names, axis, `${seed}/${draw}`),
      ]),
    );
    settings.set(JSON.stringify(setting), setting);
  }
  return [...settings.values()];
}
