import {checkSizes} from '../checkSizes.js';
import {sha256} from '../bytes/sha256.js';
import {TransientDownloadError} from './downloadError.js';
import type {DownloadProgress, NetworkOptions, RemoteFile} from './downloadFile.js';
import {openDownload} from './openDownload.js';
import {stallGuard} from './stallGuard.js';
import {withAttempts} from './withAttempts.js';

/** Options of {@link downloadBytes}. */
export interface DownloadBytesOptions extends NetworkOptions {
  /** Called as bytes arrive. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download. */
  signal?: AbortSignal;
}

/**
 * Downloads a file into memory, where there is no file system.
 *
 * The rules of `downloadFile`, but for going on with a part: each attempt begins anew.
 *
 * @throws if all attempts fail or the server says no; the message says why. `signal.reason` on an abort.
 */
export async function downloadBytes(
  file: RemoteFile,
  options: DownloadBytesOptions = {},
): Promise<Uint8Array> {
  const {attempts = 4, retryDelay = 1000, stallTimeout = 30000, signal} = options;
  checkSizes({attempts, stallTimeout});
  return withAttempts(file.name, {attempts, retryDelay, signal}, async (attempt) => {
    const bytes = await receive(file, {...options, stallTimeout, attempt});
    const checksum = await sha256(bytes);
    if (checksum === file.sha256) return bytes;
    throw new TransientDownloadError(
      `${file.url}: wrong checksum, expected sha256 ${file.sha256}, got ${checksum}`,
    );
  });
}

async function receive(
  file: RemoteFile,
  {
    attempt,
    stallTimeout,
    fetch = (url, init) => globalThis.fetch(url, init),
    onProgress,
    signal,
  }: DownloadBytesOptions & {attempt: number; stallTimeout: number},
): Promise<Uint8Array> {
  const guard = stallGuard(stallTimeout, file.url, signal);
  try {
    const response = await openDownload(file.url, {
      start: 0,
      fetch,
      signal: guard.signal,
      redirect: 'follow',
    });
    const bytes = new Uint8Array(file.bytes);
    let received = 0;
    const reader = response.body!.getReader();
    for (;;) {
      const {done, value} = await guard.watch(reader.read());
      if (done) break;
      if (received + value.length > file.bytes) {
        throw new TransientDownloadError(`${file.url}: more than the expected ${file.bytes} bytes`);
      }
      bytes.set(value, received);
      received += value.length;
      onProgress?.({file: file.name, receivedBytes: received, totalBytes: file.bytes, attempt});
    }
    if (received < file.bytes) {
      throw new TransientDownloadError(`${file.url}: ended after ${received} of ${file.bytes} bytes`);
    }
    return bytes;
  } finally {
    guard.end();
  }
}
