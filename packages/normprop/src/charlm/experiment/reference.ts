import {readFile} from 'node:fs/promises';
import {UserError} from '../../userError.js';
import type {RunGroup} from './runGroup.js';

/** One line of somebody else's results. */
export interface ReferenceRow {
  title: string;
  /** Which of our runs stand beside it: names of config files, or else of models. None for a row without a counterpart. */
  beside?: string[];
  /** Validation, bits per character. */
  validation?: number;
  secondsPerEpoch?: number;
  /** Test text as one sequence, bits per character. */
  test?: number;
  units?: number;
}

/** Somebody else's results, to stand beside ours: the file of `report --beside`. */
export interface Reference {
  /** The heading of its column: `the paper`. */
  name: string;
  /** Where the figures are printed. */
  source: string;
  /** What differs from our runs, in words. */
  conditions?: string;
  rows: ReferenceRow[];
}

/**
 * Reads and checks a file of reference results.
 *
 * @throws {UserError} naming the file and the field.
 */
export async function readReference(file: string): Promise<Reference> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UserError(`--beside ${file}: cannot be read (${(error as Error).message})`, 2);
  }
  const reference = value as Reference;
  for (const field of ['name', 'source'] as const) {
    if (typeof reference?.[field] !== 'string')
      throw new UserError(`--beside ${file}: ${field}: expected text, got ${show(reference?.[field])}`, 2);
  }
  if (!Array.isArray(reference.rows))
    throw new UserError(`--beside ${file}: rows: expected a list, got ${show(reference.rows)}`, 2);
  reference.rows.forEach((row, index) => checkRow(row, `--beside ${file}: rows[${index}]`));
  return reference;
}

const fields = ['title', 'beside', 'validation', 'secondsPerEpoch', 'test', 'units'];

function checkRow(row: ReferenceRow, where: string): void {
  const unknown = Object.keys(row).find((name) => !fields.includes(name));
  if (unknown)
    throw new UserError(`${where}: unknown field '${unknown}'; the fields are ${fields.join(', ')}`, 2);
  if (typeof row.title !== 'string')
    throw new UserError(`${where}.title: expected text, got ${show(row.title)}`, 2);
  if (row.beside !== undefined && !Array.isArray(row.beside))
    throw new UserError(`${where}.beside: expected a list of names, got ${show(row.beside)}`, 2);
  for (const name of ['validation', 'secondsPerEpoch', 'test', 'units'] as const) {
    if (row[name] !== undefined && !(Number(row[name]) > 0))
      throw new UserError(`${where}.${name}: expected a number above 0, got ${show(row[name])}`, 2);
  }
}

const show = (value: unknown): string => JSON.stringify(value) ?? 'nothing';

/** The row that a group stands beside: by the name of its config, or else by its model. */
export function rowBeside(
  {word, runs: [{config}]}: RunGroup,
  reference: Reference | undefined,
): ReferenceRow | undefined {
  const named = (name: string): ReferenceRow | undefined =>
    reference?.rows.find(({beside}) => beside?.includes(name));
  return named(word) ?? named(config.model);
}
