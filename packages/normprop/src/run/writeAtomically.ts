import {dirname} from 'node:path';
import {disk} from './fileSystem.js';
import type {FileSystem} from './fileSystem.js';

/** The ending of a file that is still being written. */
export const unfinishedEnding = '.unfinished';

/**
 * Writes a file so that at every moment, also after a crash or on a full disk, its name holds either all of the
 * old content or all of the new: a neighbour is written and flushed, then takes the name.
 *
 * @throws what the disk says, with the file as `path`; the unfinished neighbour is removed and the old content stays.
 */
export async function writeAtomically(
  file: string,
  content: Uint8Array | string,
  files: FileSystem = disk,
): Promise<void> {
  const unfinished = file + unfinishedEnding;
  try {
    await files.writeDurably(unfinished, typeof content === 'string' ? Buffer.from(content) : content);
    await files.rename(unfinished, file);
  } catch (error) {
    await files.remove(unfinished).catch(() => undefined);
    // A write through an open file fails without a path.
    throw Object.assign(error as NodeJS.ErrnoException, {path: file});
  }
  await files.syncFolder(dirname(file));
}
