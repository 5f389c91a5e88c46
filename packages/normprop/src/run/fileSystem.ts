import {open, mkdir, readFile, readdir, rename, rm} from 'node:fs/promises';

/** The calls that writing a run folder needs; a test puts a failing disk in their place. */
export interface FileSystem {
  /** Writes the bytes to a new file and waits until they are on the disk. */
  writeDurably(file: string, bytes: Uint8Array): Promise<void>;
  /** Waits until a folder's entries (after a rename) are on the disk. */
  syncFolder(folder: string): Promise<void>;
  makeFolder(folder: string): Promise<void>;
  read(file: string): Promise<Uint8Array>;
  list(folder: string): Promise<string[]>;
  rename(from: string, to: string): Promise<void>;
  remove(file: string): Promise<void>;
}

/** The real disk. */
export const disk: FileSystem = {
  async writeDurably(file, bytes) {
    const handle = await open(file, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async syncFolder(folder) {
    // Windows cannot open a folder; its renames need no such call.
    if (process.platform === 'win32') return;
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  makeFolder: async (folder) => void (await mkdir(folder, {recursive: true})),
  read: (file) => readFile(file),
  list: (folder) => readdir(folder),
  rename,
  remove: (file) => rm(file, {force: true}),
};
