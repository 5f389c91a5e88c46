import type {NetworkOptions} from './networkOptions.js';

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

/** Options of {@link downloadFile}. */
export interface DownloadFileOptions extends NetworkOptions {
  /** The folder it goes to; made if missing. */
  folder: string;
  /** Called as bytes arrive. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Ends the download; what has arrived is kept, and the next download goes on from there. */
  signal?: AbortSignal;
}
