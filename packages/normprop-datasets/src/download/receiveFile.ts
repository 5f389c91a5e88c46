import type {FileHandle} from 'node:fs/promises';
import {nodeModule} from '../node/nodeModule.js';
import {TransientDownloadError} from './downloadError.js';
import type {DownloadFileOptions, RemoteFile} from './remoteFile.js';
import {fileChecksum} from './fileChecksum.js';
import type {NetworkSettings} from './networkOptions.js';
import {openDownload} from './openDownload.js';
import {stallGuard} from './stallGuard.js';

type Attempt = DownloadFileOptions &
  NetworkSettings & {
    /** Which attempt this is, from 1. */
    attempt: number;
  };

/**
 * One attempt at a file: receives what `<path>.part` lacks, checks it, and renames it to `path`.
 *
 * The part file is never cut short while it is written, and each byte is written at its own place. So two processes that
 * download the same file at the same time write the same bytes to the same places.
 *
 * @throws {TransientDownloadError} if the bytes did not all arrive, or are wrong (the part file is then removed).
 */
export async function receiveFile(file: RemoteFile, path: string, options: Attempt): Promise<void> {
  const {rename, rm} = nodeModule('node:fs/promises', path);
  const part = `${path}.part`;
  try {
    await completePart(file, part, options);
    const checksum = await fileChecksum(part);
    if (checksum !== undefined && checksum !== file.sha256) {
      const message = `${file.url}: wrong checksum, expected sha256 ${file.sha256}, got ${checksum}`;
      throw new TransientDownloadError(message, {startOver: true});
    }
  } catch (error) {
    if (error instanceof TransientDownloadError && error.startOver) await rm(part, {force: true});
    throw error;
  }
  try {
    await rename(part, path);
  } catch (error) {
    // Another process that downloaded the same file may have been faster.
    if ((await fileChecksum(path)) !== file.sha256) throw error;
  }
}

/** Receives what the part file lacks, and syncs it to the disk. */
async function completePart(file: RemoteFile, part: string, options: Attempt): Promise<void> {
  const handle = await openPart(part);
  try {
    const {size} = await handle.stat();
    if (size < file.bytes) await receiveRest(file, handle, size, options);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/**
 * Opens the part file, which nobody else's file may stand behind: whoever can write in the cache folder could otherwise have
 * any file of the user overwritten, by a link of that name.
 */
async function openPart(part: string): Promise<FileHandle> {
  const {constants, lstat, open} = nodeModule('node:fs/promises', part);
  const refuse = (found: string) =>
    new Error(`${part}: expected a file of an earlier download, got ${found}; remove it`);
  const there = await lstat(part).catch(() => undefined);
  if (there?.isSymbolicLink()) throw refuse('a symbolic link');
  if (there !== undefined && !there.isFile()) throw refuse(there.isDirectory() ? 'a folder' : 'a device');
  // Windows has no O_NOFOLLOW; there a link that appears after the look above is followed.
  const handle = await open(part, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0));
  const {nlink} = await handle.stat();
  if (nlink > 1) {
    await handle.close();
    throw refuse('another name of a file elsewhere (a hard link)');
  }
  return handle;
}

/** Writes the bytes from `start` on, or from 0 if the server sends the whole file. */
async function receiveRest(
  file: RemoteFile,
  handle: FileHandle,
  start: number,
  {attempt, fetch = globalThis.fetch, stallTimeout, leastRate, onProgress, signal}: Attempt,
): Promise<void> {
  const guard = stallGuard({stallTimeout, leastRate}, file.url, signal);
  try {
    const response = await openDownload(file.url, {start, fetch, signal: guard.signal});
    const goesOn = response.headers.get('content-range')?.startsWith(`bytes ${start}-`) ?? false;
    if (response.status !== 200 && !(response.status === 206 && goesOn)) {
      const message = `${file.url}: the server cannot go on from byte ${start} (${response.status})`;
      throw new TransientDownloadError(message, {startOver: true});
    }
    let received = response.status === 206 ? start : 0;
    const reader = response.body!.getReader();
    for (;;) {
      const {done, value} = await guard.watch(reader.read());
      if (done) break;
      if (received + value.length > file.bytes) {
        throw new TransientDownloadError(`${file.url}: more than the expected ${file.bytes} bytes`, {
          startOver: true,
        });
      }
      await writeAt(handle, value, received, file.name);
      received += value.length;
      onProgress?.({file: file.name, receivedBytes: received, totalBytes: file.bytes, attempt});
    }
    if (received < file.bytes) {
      throw new TransientDownloadError(`${file.url}: ended after ${received} of ${file.bytes} bytes`);
    }
  } finally {
    guard.end();
  }
}

/** Writes all bytes at a position: one `write` may write fewer. Names the file if the disk cannot take them. */
async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number, name: string): Promise<void> {
  try {
    for (let done = 0; done < bytes.length;) {
      done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
    }
  } catch (cause) {
    throw new Error(`${name}: cannot be written to the cache folder (${(cause as Error).message})`, {cause});
  }
}
