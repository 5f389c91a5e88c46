import type {DownloadProgress} from 'normprop-datasets';

/** How a task's data is fetched; nothing of this changes what it holds. */
export interface LoadOptions {
  /** Download what is missing. */
  download?: boolean;
  onProgress?: (progress: DownloadProgress) => void;
  /** It has been loaded before, for a run that is resumed: data that does not fit any more has changed. */
  again?: boolean;
}
