import type {RunConfig} from '../config/runConfig.js';
import type {Task} from '../run/task.js';
import {UserError} from '../userError.js';
import {runName} from './runName.js';
import {requireFew, settingsOf} from './settingsOf.js';
import type {SweepFile, SweepPart} from './sweepFile.js';

/** One run of a sweep. */
export interface SweepRun {
  /** Its folder inside the sweep's and its name in a queue; follows from the values alone. */
  name: string;
  /** Which line of the search it belongs to; empty when there is only one. */
  variant: string;
  /** The options that the sweep chose, as its file writes them: `{"gammaX,gammaH": 2}`. */
  values: Record<string, unknown>;
  config: RunConfig;
  task: Task;
}

/**
 * All runs of a sweep, each setting with each seed, seed by seed, so that a sweep that is stopped early has tried every
 * setting before it repeats one.
 *
 * @throws {UserError} naming the variant and the option: an unknown one, one that the model does not have, a value of the
 * wrong kind; or a sweep that chooses nothing, or one run twice.
 */
export function sweepRuns(task: Task, {seeds, variants, kind: _, ...common}: SweepFile): SweepRun[] {
  const parts = variants?.map(({name, ...part}) => ({name, part: joined(common, part)})) ?? [
    {name: '', part: common},
  ];
  const settings = parts.flatMap(({name, part}) =>
    inVariant(name, () => settingsOf(task, part)).map((values) => ({variant: name, values, base: part.base})),
  );
  requireFew(settings.length * (seeds?.length ?? 1));
  const configs = settings.map(({variant, values, base}) =>
    inVariant(variant, () => task.resolve({...(base as Partial<RunConfig>), ...spread(values)})),
  );
  const run = (index: number, seed: number): SweepRun => {
    const {variant, values} = settings[index];
    const config = {...configs[index], seed};
    return {name: runName(variant, values, seed), variant, values, config, task};
  };
  const runs = seeds
    ? seeds.flatMap((seed) => settings.map((_, index) => run(index, seed)))
    : settings.map((_, index) => run(index, configs[index].seed));
  const seen = new Set<string>();
  const twice = runs.find(({name}) => seen.size === seen.add(name).size);
  if (twice) throw new UserError(`sweep: the run '${twice.name}' is there twice`, 2);
  return runs;
}

/** A variant's part on top of the sweep's: fields of objects are added, others replaced. */
function joined(common: SweepPart, own: SweepPart): SweepPart {
  const both = <K extends 'base' | 'grid' | 'random' | 'changes'>(field: K): object =>
    common[field] === undefined && own[field] === undefined
      ? {}
      : {[field]: {...(common[field] as object), ...(own[field] as object)}};
  return {...common, ...own, ...both('base'), ...both('grid'), ...both('random'), ...both('changes')};
}

/** `{"gammaX,gammaH": 2}` as `{gammaX: 2, gammaH: 2}`. */
function spread(values: Record<string, unknown>): Partial<RunConfig> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([names, value]) => names.split(',').map((name) => [name.trim(), value])),
  ) as Partial<RunConfig>;
}

/** Says in errors which variant they are about. */
function inVariant<T>(variant: string, task: () => T): T {
  try {
    return task();
  } catch (error) {
    if (error instanceof UserError && variant !== '')
      throw new UserError(`variant '${variant}': ${error.message}`, error.exitCode);
    throw error;
  }
}
