import {readFile} from 'node:fs/promises';
import {writeAtomically} from '../../run/writeAtomically.js';
import {UserError} from '../../userError.js';

/**
 * Puts text between `<!-- name:start -->` and `<!-- name:end -->` of a file, in the place of what stood there.
 *
 * @throws {UserError} when the file cannot be read or has no such comments.
 */
export async function fillBlock(file: string, name: string, text: string): Promise<void> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    throw new UserError(`--into ${file}: cannot be read (${(error as Error).message})`, 2);
  }
  const [start, end] = ['start', 'end'].map((word) => `<!-- ${name}:${word} -->`);
  const [from, to] = [content.indexOf(start), content.indexOf(end)];
  if (from < 0 || to < from)
    throw new UserError(`--into ${file}: expected the comments ${start} and ${end} in it`, 2);
  await writeAtomically(file, `${content.slice(0, from + start.length)}\n\n${text}\n\n${content.slice(to)}`);
}
