import {nodeModule} from '../node/nodeModule.js';
import {decodeUtf8} from './decodeUtf8.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'this is a folder, expected a text file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ENOTDIR: 'a part of this path is a file, not a folder',
};

/**
 * Reads a UTF-8 text file (Node only).
 *
 * @throws if the file is missing, a folder, unreadable, empty, or not UTF-8 text; the message names the path, and the byte.
 */
export async function readTextFile(path: string): Promise<string> {
  const {readFile} = nodeModule('node:fs/promises', path);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const error = cause as NodeJS.ErrnoException;
    throw new Error(`${path}: ${REASONS[error.code ?? ''] ?? error.message}`, {cause});
  }
  if (bytes.length === 0) throw new Error(`${path}: the file is empty`);
  return decodeUtf8(bytes, path);
}
