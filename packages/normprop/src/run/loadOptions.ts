import type {DownloadProgress} from 'normprop-datasets';

/** How a task's data is fetched; nothing of this changes what it holds. */
export interface LoadOptions {
  /** Download what is missing. */
  download?: boolean;
  onProgress?: (progress: DownloadProgress) => void;
  /** The folder of the run that is resumed: it has been loaded before, so data that does not fit any more has changed. */
  again?: string;
}
