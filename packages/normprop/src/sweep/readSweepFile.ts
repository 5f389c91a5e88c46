import {dirname, resolve} from 'node:path';
import {choice, integer, requireKind} from '../config/optionKinds.js';
import type {OptionKind} from '../config/optionKinds.js';
import {readJsonObject} from '../config/readJsonObject.js';
import {readConfigFile} from '../run/readConfigFile.js';
import type {Task} from '../run/task.js';
import {taskOf, tasks} from '../tasks.js';
import {UserError} from '../userError.js';
import {mostRuns} from './settingsOf.js';
import type {SweepFile, SweepPart} from './sweepFile.js';

/** A kind that a predicate tells. */
const when = (expected: string, accepts: (value: unknown) => boolean): OptionKind => ({
  expected,
  parse: (text) => text,
  accepts,
});

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): boolean => Array.isArray(value) && value.length > 0;
const isRange = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  const {from, to, scale = 'linear', ...rest} = value;
  if (typeof from !== 'number' || typeof to !== 'number' || Object.keys(rest).length) return false;
  return from < to && (scale === 'linear' || (scale === 'log' && from > 0));
};

const lists = when('an object of options, each with a list of values', (value) =>
  isObject(value) ? Object.values(value).every(isList) : false,
);
const partKinds: Record<keyof SweepPart, OptionKind> = {
  base: when('an object of options or the path of a JSON file', (value) =>
    typeof value === 'string' ? value !== '' : isObject(value),
  ),
  grid: lists,
  random: when(
    "an object of options, each with a list of values or {from, to, scale: 'log' or 'linear'}, from below to, and above 0 for log",
    (value) => isObject(value) && Object.values(value).every((axis) => isList(axis) || isRange(axis)),
  ),
  tries: when(
    `an integer from 1 to ${mostRuns}`,
    (value) => integer(1).accepts(value) && (value as number) <= mostRuns,
  ),
  seed: integer(0),
  changes: lists,
};
const variantKinds: Record<string, OptionKind> = {
  ...partKinds,
  name: when('a name', (value) => typeof value === 'string' && /\w/.test(value)),
};
const fileKinds: Record<string, OptionKind> = {
  kind: choice(tasks.map(({kind}) => kind)),
  ...partKinds,
  seeds: when(
    'a list of different integers of at least 0',
    (value) =>
      isList(value) &&
      (value as unknown[]).every((seed) => integer(0).accepts(seed)) &&
      new Set(value as unknown[]).size === (value as unknown[]).length,
  ),
  variants: when(
    'a list of objects',
    (value) => isList(value) && (value as unknown[]).every((variant) => isObject(variant)),
  ),
};

/**
 * Reads a sweep file and the base configs that it names.
 *
 * @returns The task, and the sweep, each `base` as an object; its options are checked by `sweepRuns`.
 * @throws {UserError} naming the file, the field, what was expected and what came.
 */
export async function readSweepFile(file: string): Promise<{task: Task; sweep: SweepFile}> {
  const sweep = (await readJsonObject(file)) as SweepFile;
  requireFields(file, sweep, fileKinds);
  const task = taskOf(sweep.kind ?? tasks[0].kind, file);
  const withBase = async <P extends SweepPart>(part: P): Promise<P> => ({
    ...part,
    ...(typeof part.base === 'string' && {
      base: await readConfigFile(task, resolve(dirname(file), part.base)),
    }),
  });
  const variants: SweepFile['variants'] = sweep.variants && (await Promise.all(sweep.variants.map(withBase)));
  variants?.forEach((variant, index) => {
    const where = `${file}: variants[${index}]`;
    requireFields(where, variant, variantKinds);
    requireKind(`${where}: name`, variantKinds.name, variant.name, variant.name);
  });
  return {task, sweep: {...(await withBase(sweep)), ...(variants && {variants})}};
}

function requireFields(where: string, value: object, kinds: Record<string, OptionKind>): void {
  for (const [name, given] of Object.entries(value)) {
    if (!Object.hasOwn(kinds, name))
      throw new UserError(
        `${where}: unknown field '${name}'; the fields are ${Object.keys(kinds).join(', ')}`,
        2,
      );
    requireKind(`${where}: ${name}`, kinds[name], given, given);
  }
}
