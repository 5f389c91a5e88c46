import {nodeModule} from '../node/nodeModule.js';

/** The SHA-256 of a file in hexadecimal, or undefined if there is no such file (Node only). */
export async function fileChecksum(path: string): Promise<string | undefined> {
  const {readFile} = nodeModule('node:fs/promises', path);
  const {createHash} = nodeModule('node:crypto', path);
  try {
    return createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
