import type {CurvePoint} from './runRecord.js';

/** What a figure that is not there or not a number says, for a message: `bitsPerCharacter: expected a number, got null`. */
class WrongFigure extends Error {}

/** A run that cannot be ranked, and why. */
export interface Unranked {
  why: string;
}

/**
 * Checks a run as `report` writes it, read back out of a file.
 *
 * @returns Nothing when it is sound; why it is left out of tables when it diverged (its figures are null: JSON has no NaN).
 * @throws what is wrong, in one line that names the field: `bitsPerCharacter: expected a number, got "1.5"`.
 */
export function checkRecord(record: unknown): Unranked | undefined {
  if (!isObject(record)) throw new WrongFigure('expected a run, an object');
  if (typeof record.run !== 'string' || record.run === '') throw wrong('run', 'a name', record.run);
  if (!isObject(record.config)) throw wrong('config', 'an object', record.config);
  if (typeof record.finished !== 'boolean') throw wrong('finished', 'true or false', record.finished);
  for (const name of [
    'update',
    'totalUpdates',
    'epoch',
    'seconds',
    'charactersPerSecond',
    'validationCharacters',
  ])
    requireNumber(name, record[name]);
  if (record.clipped !== null) requireNumber('clipped', record.clipped, 1);
  if (record.dataShare !== null) requireNumber('dataShare', record.dataShare);
  if (record.parameters !== null) requireNumber('parameters', record.parameters);
  if (!Array.isArray(record.evaluations)) throw wrong('evaluations', 'a list', record.evaluations);
  for (const evaluation of record.evaluations as unknown[]) {
    if (!isObject(evaluation)) throw wrong('evaluations', 'a list of objects', evaluation);
    requireNumber('evaluations: bitsPerCharacter', evaluation.bitsPerCharacter);
  }
  const figures: Array<[string, unknown]> = [['trainBitsPerCharacter', record.trainBitsPerCharacter]];
  for (const name of ['training', 'validation'] as const) {
    const points = record[name];
    if (!Array.isArray(points) || points.length === 0) throw wrong(name, 'a list of points', points);
    figures.push(...checkPoints(name, points));
  }
  const missing = figures.find(([, figure]) => figure === null);
  for (const [name, figure] of figures) if (figure !== null) requireNumber(name, figure);
  return missing && {why: `it diverged: ${missing[0]}: expected a number, got null`};
}

/** The figures of a curve, whose updates must rise. */
function checkPoints(curve: string, points: readonly unknown[]): Array<[string, unknown]> {
  let last = -1;
  return points.map((point) => {
    if (!isObject(point)) throw wrong(curve, 'a list of points', point);
    const {update, seconds, bitsPerCharacter} = point as Partial<Record<keyof CurvePoint, unknown>>;
    requireNumber(`${curve}: update`, update);
    requireNumber(`${curve}: seconds`, seconds);
    if ((update as number) <= last)
      throw new WrongFigure(
        `${curve}: update ${update as number} comes after ${last}: a line is there twice, or out of order`,
      );
    last = update as number;
    return ['bitsPerCharacter', bitsPerCharacter];
  });
}

function requireNumber(name: string, value: unknown, most = Infinity): void {
  if (typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= most) return;
  const bound = typeof value !== 'number' ? '' : most === Infinity ? ' of at least 0' : ` from 0 to ${most}`;
  throw wrong(name, `a number${bound}`, value);
}

const wrong = (name: string, expected: string, got: unknown): WrongFigure =>
  new WrongFigure(`${name}: expected ${expected}, got ${JSON.stringify(got)?.slice(0, 60) ?? String(got)}`);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
