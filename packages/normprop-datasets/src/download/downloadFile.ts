import {checkSizes} from '../checkSizes.js';
import {nodeModule} from '../node/nodeModule.js';
import {fileChecksum} from './fileChecksum.js';
import type {Fetch} from './openDownload.js';
import {receiveFile} from './receiveFile.js';
import {withAttempts} from './withAttempts.js';

/** A file that can be downloaded, and how to know that it is the right one. */
export interface RemoteFile {
  /** Its name in the cache folder. */
  readonly name: string;
  readonly url: string;
  /** Its size. */
  readonly bytes: number;
  /** Its SHA-256, in hexadecimal. */
  readonly sha256: string;
}

/** How far a download is. */
export interface DownloadProgress {
  /** The file's name. */
  readonly file: string;
  /** Bytes on disk so far, those of an earlier, interrupted download included. */
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** Which attempt this is, from 1. */
  readonly attempt: number;
}

/** How to download. */
export interface NetworkOptions {
  /** The address of the folder that holds the files, in place of the original one: a mirror. */
  baseUrl?: string;
  /** Asks the server. Default: the platform's `fetch`. */
  fetch?: Fetch;
  /** A connection is given up if nothing arrives for so many milliseconds. Default 30000. */
  stallTimeout?: number;
  /** Attempts for a file, the first included. Default 4. */
  attempts?: number;
  /** Milliseconds before the second attempt; doubled before each further one. Default 1000. */
  retryDelay?: number;
}

/** Options of {@link downloadFile}. */
export interface DownloadFileOptions extends NetworkOptions {
  /** The folder it goes to; made if missing. */
  folder: string;
  /** Called as bytes arrive. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download; what has arrived is kept, and the next download goes on from there. */
  signal?: AbortSignal;
}

/**
 * Downloads a file into a folder, unless it is already there with the right checksum (Node only).
 *
 * The file appears under its name only when it is complete and its checksum is right (`<name>.part` is renamed). A broken
 * connection, a stalled one, a server's passing trouble and wrong bytes are tried again; a `.part` file, also of an
 * earlier process, is gone on with if the server can (HTTP range), else begun anew.
 *
 * @returns the file's path.
 * @throws if all attempts fail, the server says no, or the disk does; the message says why. `signal.reason` on an abort.
 */
export async function downloadFile(file: RemoteFile, options: DownloadFileOptions): Promise<string> {
  const {attempts = 4, retryDelay = 1000, stallTimeout = 30000, signal} = options;
  checkSizes({attempts, stallTimeout});
  const {mkdir} = nodeModule('node:fs/promises', file.name);
  const path = nodeModule('node:path', file.name).join(options.folder, file.name);
  if ((await fileChecksum(path)) === file.sha256) return path;
  await mkdir(options.folder, {recursive: true});
  await withAttempts(file.name, {attempts, retryDelay, signal}, (attempt) =>
    receiveFile(file, path, {...options, stallTimeout, attempt}),
  );
  return path;
}
