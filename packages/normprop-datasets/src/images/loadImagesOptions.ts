import type {DownloadProgress} from '../download/remoteFile.js';
import {checkNetwork, type NetworkOptions} from '../download/networkOptions.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';

/** A file of a data set: its path (Node), or its bytes. */
export type FileSource = string | Uint8Array;

/** What the loaders of image data sets have in common. */
export interface LoadImagesOptions {
  /** A folder that holds the files. Nothing is downloaded then. */
  dir?: string;
  /** Whether files that the cache lacks may be downloaded. Default false. */
  download?: boolean;
  /** The cache folder (Node). Default: the data set's own in `cacheFolder`; in a browser the Cache API. */
  cacheDir?: string;
  /** Called as bytes arrive. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Ends a download. */
  signal?: AbortSignal;
  /** How to download. */
  network?: NetworkOptions;
}

/** The kinds of these options, for the table of each loader. */
export const LOAD_IMAGES_OPTIONS: OptionKinds<LoadImagesOptions> = {
  dir: 'string',
  download: 'boolean',
  cacheDir: 'string',
  onProgress: 'function',
  signal: 'object',
  network: 'object',
};

/** Throws for options that are not there, and if files that the user names are mixed with the cache. */
export function checkLoadOptions<Options extends LoadImagesOptions & {files?: object}>(
  of: string,
  options: Options,
  {kinds, files}: {kinds: OptionKinds<Options>; files: OptionKinds<NonNullable<Options['files']>>},
): void {
  checkOptions(of, options, kinds);
  if (options.network !== undefined) checkNetwork(options.network);
  if (options.files !== undefined) {
    checkOptions<NonNullable<Options['files']>>('files', options.files, files);
  }
  const named = (['dir', 'files'] as const).filter((name) => options[name] !== undefined);
  if (named.length > 1) throw new Error('files: expected either dir or files, got both');
  if (named.length === 1 && (options.download || options.cacheDir !== undefined)) {
    throw new Error(
      `${named[0]}: files that you name are read as they are; leave out ${named[0]}, or download and cacheDir`,
    );
  }
}
