import {readFileBytes} from '../bytes/readFileBytes.js';
import {decodeUtf8} from './decodeUtf8.js';

/**
 * Reads a UTF-8 text file (Node only).
 *
 * @throws if the file is missing, a folder, unreadable, empty, or not UTF-8 text; the message names the path, and the byte.
 */
export async function readTextFile(path: string): Promise<string> {
  return decodeUtf8(await readFileBytes(path, 'a text file'), path);
}
