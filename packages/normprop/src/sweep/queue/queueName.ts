import {randomUUID} from 'node:crypto';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {UserError} from '../../userError.js';

/** How long a file that another process has just made may stay empty. */
const patience = 10_000;

/**
 * The name of a shared folder's queue, kept in its file `queue-name`, so that workers take up runs of their own folder
 * only, wherever it is mounted. Who comes first makes it.
 */
export async function queueName(folder: string): Promise<string> {
  const file = join(folder, 'queue-name');
  await mkdir(folder, {recursive: true});
  try {
    await writeFile(file, `normprop-${randomUUID()}\n`, {flag: 'wx'});
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  for (const end = performance.now() + patience; performance.now() < end; await sleep(100)) {
    const text = await readFile(file, 'utf8');
    if (text.endsWith('\n')) return text.trim();
  }
  throw new UserError(`${file}: expected a name and the end of the line; remove the file`);
}
