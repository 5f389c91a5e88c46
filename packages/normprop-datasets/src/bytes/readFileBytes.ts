import type {FileHandle} from 'node:fs/promises';
import {nodeModule} from '../node/nodeModule.js';
import {MAX_BYTES} from './maxBytes.js';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  ENOTDIR: 'a part of this path is a file, not a folder',
};

/** What {@link readFileBytes} expects. */
export interface ExpectedFile {
  /** What the file should be, for the error when it is a folder. Default: `a file`. */
  expected?: string;
  /** How large it may be. Default: {@link MAX_BYTES}. */
  maxBytes?: number;
}

/**
 * The bytes of a file (Node only).
 *
 * @throws if the file is missing, a folder or a device, unreadable, empty or too large; the message names the path. The size
 *   is looked at before the first byte is read.
 */
export async function readFileBytes(
  path: string,
  {expected = 'a file', maxBytes = MAX_BYTES}: ExpectedFile = {},
): Promise<Uint8Array> {
  const {open} = nodeModule('node:fs/promises', path);
  let handle: FileHandle | undefined;
  let bytes: Uint8Array | undefined;
  let wrong: string | undefined;
  try {
    handle = await open(path, 'r');
    const stats = await handle.stat();
    if (stats.isDirectory()) wrong = `this is a folder, expected ${expected}`;
    else if (!stats.isFile() && !stats.isFIFO()) wrong = `this is a device, expected ${expected}`;
    else if (stats.size > maxBytes) wrong = `${tooLarge(maxBytes, expected)}, this one has ${stats.size}`;
    else if (stats.isFile()) bytes = await handle.readFile();
    else bytes = await readPipe(handle, maxBytes);
  } catch (cause) {
    const {code = '', message} = cause as NodeJS.ErrnoException;
    const reason = code === 'EISDIR' ? `this is a folder, expected ${expected}` : (REASONS[code] ?? message);
    throw new Error(`${path}: ${reason}`, {cause});
  } finally {
    await handle?.close();
  }
  if (wrong === undefined && bytes === undefined) wrong = `${tooLarge(maxBytes, expected)}, more came`;
  if (bytes?.length === 0) wrong = 'the file is empty';
  if (wrong !== undefined) throw new Error(`${path}: ${wrong}`);
  return bytes!;
}

const tooLarge = (maxBytes: number, expected: string) =>
  `too large: ${expected} may have ${maxBytes} bytes (${Math.floor(maxBytes / 2 ** 20)} MiB)`;

/** All that comes through a pipe, whose size nobody knows before; undefined if it is too much. */
async function readPipe(handle: FileHandle, maxBytes: number): Promise<Uint8Array | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const {bytesRead, buffer} = await handle.read(new Uint8Array(65536), 0, 65536, null);
    if (bytesRead === 0) break;
    chunks.push(buffer.subarray(0, bytesRead));
    size += bytesRead;
    if (size > maxBytes) return undefined;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
