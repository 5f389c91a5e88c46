import {readFile} from 'node:fs/promises';
import {UserError} from '../userError.js';

/**
 * Reads a JSON object of options that the user wrote.
 *
 * @throws {UserError} when the file cannot be read, is not JSON, or holds no object.
 */
export async function readJsonObject(file: string): Promise<object> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`config file ${file}: cannot be read (${(error as Error).message})`, 2);
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new UserError(`config file ${file}: not JSON (${(error as Error).message})`, 2);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UserError(
      `config file ${file}: expected a JSON object of options, got ${content.slice(0, 40)}`,
      2,
    );
  return value;
}
