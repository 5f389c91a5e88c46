import {readFileBytes} from '../bytes/readFileBytes.js';
import {sha256} from '../bytes/sha256.js';
import {hasFiles, nodeModule} from '../node/nodeModule.js';
import {cacheFolder} from './cacheFolder.js';
import {downloadBytes, type DownloadBytesOptions} from './downloadBytes.js';
import {downloadFile} from './downloadFile.js';
import type {RemoteFile} from './remoteFile.js';
import {fileChecksum} from './fileChecksum.js';

/** Where downloaded files are kept: a folder in Node, the Cache API in a browser. */
export interface DataStore {
  /** Where a file is or would be, for messages. */
  where(name: string): string;
  /** A file's bytes if it is there with this checksum, else what is the matter with it. */
  get(name: string, sha256: string): Promise<Uint8Array | string>;
  /** A file's bytes, downloaded unless it is there with its checksum. */
  download(file: RemoteFile, options: DownloadBytesOptions): Promise<Uint8Array>;
  /** Puts a file there, whole or not at all. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** Takes a file away if it is there. */
  remove(name: string): Promise<void>;
}

/**
 * The store of one data set.
 *
 * @param dataset its name, the store's folder in the cache folder.
 * @param cacheDir a folder to use in its place (Node only).
 */
export function dataStore(dataset: string, cacheDir?: string): DataStore {
  if (hasFiles())
    return folderStore(cacheDir ?? nodeModule('node:path', dataset).join(cacheFolder(), dataset));
  if (cacheDir !== undefined) {
    throw new Error('cacheDir: there are no folders in a browser; leave it out to use the Cache API');
  }
  return browserStore(dataset);
}

function folderStore(folder: string): DataStore {
  const path = nodeModule('node:path', folder);
  const {mkdir, open, rename, rm} = nodeModule('node:fs/promises', folder);
  const where = (name: string) => path.join(folder, name);
  return {
    where,
    async get(name, expected) {
      const checksum = await fileChecksum(where(name));
      if (checksum === undefined) return 'there is no such file';
      return checksum === expected ? readFileBytes(where(name)) : `wrong checksum ${checksum}`;
    },
    async download(file, options) {
      return readFileBytes(await downloadFile(file, {...options, folder}));
    },
    async put(name, bytes) {
      await mkdir(folder, {recursive: true});
      const temporary = `${where(name)}.${process.pid}.tmp`;
      try {
        await rm(temporary, {force: true});
        const handle = await open(temporary, 'wx'); // never through a link of that name
        try {
          await handle.writeFile(bytes);
          await handle.sync();
        } finally {
          await handle.close();
        }
        await rename(temporary, where(name));
      } catch (cause) {
        await rm(temporary, {force: true});
        throw new Error(`${where(name)}: cannot be written (${(cause as Error).message})`, {cause});
      }
    },
    remove: (name) => rm(where(name), {force: true}),
  };
}

function browserStore(dataset: string): DataStore {
  // The Cache API wants addresses; .invalid belongs to nobody (RFC 2606).
  const where = (name: string) => `https://normprop.invalid/${dataset}/${name}`;
  // Absent on pages that are neither https nor localhost: then nothing is kept.
  const opened = (globalThis.caches as CacheStorage | undefined)?.open('normprop');
  const store: DataStore = {
    where: (name) => `${dataset}/${name} in this page's cache 'normprop'`,
    async get(name, expected) {
      const response = await (await opened)?.match(where(name));
      if (response === undefined) return 'there is no such file';
      const bytes = new Uint8Array(await response.arrayBuffer());
      const checksum = await sha256(bytes);
      return checksum === expected ? bytes : `wrong checksum ${checksum}`;
    },
    async download(file, options) {
      const kept = await store.get(file.name, file.sha256);
      if (typeof kept !== 'string') return kept;
      const bytes = await downloadBytes(file, options);
      await store.put(file.name, bytes);
      return bytes;
    },
    async put(name, bytes) {
      await (await opened)?.put(where(name), new Response(bytes as Uint8Array<ArrayBuffer>));
    },
    async remove(name) {
      await (await opened)?.delete(where(name));
    },
  };
  return store;
}
