import {readFile} from 'node:fs/promises';
import {text} from 'node:stream/consumers';
import {UserError} from '../userError.js';

const escapes: Readonly<Record<string, string>> = {n: '\n', t: '\t', r: '\r', '\\': '\\'};

/**
 * How a text is to begin, out of what the command line says.
 *
 * @param prime As typed: `\\n`, `\\t`, `\\r` and `\\\\` stand for what they do in JavaScript, any other backslash for itself.
 * @param file A UTF-8 file, taken as it is; `-` for standard input.
 * @returns Undefined when neither is given.
 * @throws {UserError} when both are given, or the file cannot be read or is empty.
 */
export async function readPrime(prime?: string, file?: string): Promise<string | undefined> {
  if (prime !== undefined && file !== undefined)
    throw new UserError('--prime and --prime-file: expected one of them, got both', 2);
  if (file === undefined) return prime?.replace(/\\([ntr\\])/g, (_, letter: string) => escapes[letter]);
  let content: string;
  try {
    content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`--prime-file ${file}: cannot be read (${(error as Error).message})`, 2);
  }
  if (content === '') throw new UserError(`--prime-file ${file}: expected some text, got none`, 2);
  return content.replace(/^\uFEFF/, '');
}
