import type {DownloadProgress} from 'normprop-datasets';
import {formatCount} from '../progress/formatCount.js';
import {note} from './commandContext.js';
import type {CommandContext} from './commandContext.js';

/** One line for each downloaded file and each further megabyte. */
export function downloadProgress(context: CommandContext): (progress: DownloadProgress) => void {
  let last = '';
  return ({file, receivedBytes}) => {
    const line = `Downloading ${file}: ${formatCount(Math.floor(receivedBytes / 1e6))} MB`;
    if (line !== last) note(context, line);
    last = line;
  };
}
