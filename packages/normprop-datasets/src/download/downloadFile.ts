import type {RemoteFile, DownloadFileOptions} from './remoteFile.js';
import {networkSettings} from './networkOptions.js';
import {nodeModule} from '../node/nodeModule.js';
import {fileChecksum} from './fileChecksum.js';
import {receiveFile} from './receiveFile.js';
import {withAttempts} from './withAttempts.js';

/**
 * Downloads a file into a folder, unless it is already there with the right checksum (Node only).
 *
 * The file appears under its name only when it is complete and its checksum is right (`<name>.part` is renamed). A broken
 * connection, a stalled or very slow one, a server's passing trouble and wrong bytes are tried again; a `.part` file, also of an
 * earlier process, is continued if the server can (HTTP range), else started again.
 *
 * @returns the file's path.
 * @throws if all attempts fail, the server says no, or the disk does; the message says why. `signal.reason` on an abort.
 */
export async function downloadFile(file: RemoteFile, options: DownloadFileOptions): Promise<string> {
  const {signal} = options;
  const settings = networkSettings(options);
  const {mkdir} = nodeModule('node:fs/promises', file.name);
  const path = nodeModule('node:path', file.name).join(options.folder, file.name);
  if ((await fileChecksum(path)) === file.sha256) return path;
  await mkdir(options.folder, {recursive: true});
  await withAttempts(file.name, {...settings, signal}, (attempt) =>
    receiveFile(file, path, {...options, ...settings, attempt}),
  );
  return path;
}
