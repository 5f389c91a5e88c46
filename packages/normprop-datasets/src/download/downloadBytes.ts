import {sha256} from '../bytes/sha256.js';
import {TransientDownloadError} from './downloadError.js';
import type {DownloadProgress, RemoteFile} from './remoteFile.js';
import {networkSettings, type NetworkOptions, type NetworkSettings} from './networkOptions.js';
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
 * The rules of `downloadFile`, but for continuing a part: each attempt starts from the first byte.
 *
 * @throws if all attempts fail or the server says no; the message says why. `signal.reason` on an abort.
 */
export async function downloadBytes(
  file: RemoteFile,
  options: DownloadBytesOptions = {},
): Promise<Uint8Array> {
  const settings = networkSettings(options);
  return withAttempts(file.name, {...settings, signal: options.signal}, async (attempt) => {
    const bytes = await receive(file, {...options, ...settings, attempt});
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
    leastRate,
    fetch = (url, init) => globalThis.fetch(url, init),
    onProgress,
    signal,
  }: DownloadBytesOptions & NetworkSettings & {attempt: number},
): Promise<Uint8Array> {
  const guard = stallGuard({stallTimeout, leastRate}, file.url, signal);
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
