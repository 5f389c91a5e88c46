import {nodeModule} from '../node/nodeModule.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ENOTDIR: 'a part of this path is a file, not a folder',
};

/**
 * The bytes of a file (Node only).
 *
 * @param expected what the file should be, for the error when it is a folder.
 * @throws if the file is missing, a folder, unreadable or empty; the message names the path.
 */
export async function readFileBytes(path: string, expected = 'a file'): Promise<Uint8Array> {
  const {readFile} = nodeModule('node:fs/promises', path);
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const {code = '', message} = cause as NodeJS.ErrnoException;
    const reason = code === 'EISDIR' ? `this is a folder, expected ${expected}` : (REASONS[code] ?? message);
    throw new Error(`${path}: ${reason}`, {cause});
  }
  if (bytes.length === 0) throw new Error(`${path}: the file is empty`);
  return bytes;
}
