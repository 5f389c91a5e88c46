import {readFileBytes} from '../bytes/readFileBytes.js';
import {nodeModule} from '../node/nodeModule.js';
import {decodeUtf8} from './decodeUtf8.js';

/**
 * Reads a UTF-8 text file (Node only).
 *
 * @throws if the file is missing, a folder, unreadable, empty, larger than JavaScript's longest string (512 MiB in Node 20), or
 *   not UTF-8 text; the message names the path, and the byte.
 */
export async function readTextFile(path: string): Promise<string> {
  const maxBytes = nodeModule('node:buffer', path).constants.MAX_STRING_LENGTH;
  return decodeUtf8(await readFileBytes(path, {expected: 'a text file', maxBytes}), path);
}
