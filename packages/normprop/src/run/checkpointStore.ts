import {join} from 'node:path';
import {UserError} from '../userError.js';
import {decodeCheckpoint, encodeCheckpoint} from './checkpointFormat.js';
import type {StoredRun} from './checkpointFormat.js';
import {diskReason} from './diskTrouble.js';
import {disk} from './fileSystem.js';
import type {FileSystem} from './fileSystem.js';
import {unfinishedEnding, writeAtomically} from './writeAtomically.js';

/** How many checkpoints stay: the newest and the one before it, in case the newest is damaged. */
const kept = 2;

const nameOf = (update: number): string => `update-${String(update).padStart(9, '0')}.ckpt`;
const namePattern = /^update-(\d+)\.ckpt$/;

/** The checkpoints of one run, in `<run folder>/checkpoints`. */
export class CheckpointStore<Run extends StoredRun = StoredRun> {
  readonly folder: string;

  /** @param runFolder The run's folder. @param files The disk. */
  constructor(
    runFolder: string,
    private readonly files: FileSystem = disk,
  ) {
    this.folder = join(runFolder, 'checkpoints');
  }

  /**
   * Saves a checkpoint, atomically, and removes all but the newest two.
   *
   * @throws {UserError} when the disk refuses (full, read-only); the earlier checkpoints stay as they are.
   */
  async save(checkpoint: Run): Promise<string> {
    const file = join(this.folder, nameOf(checkpoint.position.update));
    try {
      await this.files.makeFolder(this.folder);
      await writeAtomically(file, encodeCheckpoint(checkpoint), this.files);
    } catch (error) {
      throw new UserError(await this.explainFailure(file, error as NodeJS.ErrnoException));
    }
    const names = await this.names();
    const unfinished = (await this.files.list(this.folder)).filter((name) => name.endsWith(unfinishedEnding));
    for (const name of [...names.slice(kept), ...unfinished])
      await this.files.remove(join(this.folder, name));
    return file;
  }

  /**
   * The newest checkpoint that is whole.
   *
   * @param warn Called with a message for each damaged one that is skipped.
   * @returns Nothing when the run has none yet.
   * @throws {UserError} when there are some and every one is damaged.
   */
  async load(warn: (message: string) => void): Promise<Run | undefined> {
    const damaged: string[] = [];
    for (const name of await this.names()) {
      const file = join(this.folder, name);
      try {
        const checkpoint = decodeCheckpoint<Run>(await this.files.read(file), file);
        if (damaged.length) warn(`${damaged.join('\n')}\nGoing on from the checkpoint before it: ${file}`);
        return checkpoint;
      } catch (error) {
        damaged.push((error as Error).message);
      }
    }
    if (!damaged.length) return undefined;
    throw new UserError(`${damaged.join('\n')}\nNo usable checkpoint is left in ${this.folder}; train anew.`);
  }

  /** The checkpoints' names, newest first. */
  private async names(): Promise<string[]> {
    let names: string[];
    try {
      names = await this.files.list(this.folder);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw new UserError(`${this.folder}: cannot be read (${(error as Error).message})`);
    }
    return names
      .filter((name) => namePattern.test(name))
      .sort()
      .reverse();
  }

  private async explainFailure(file: string, error: NodeJS.ErrnoException): Promise<string> {
    const newest = (await this.names().catch(() => []))[0];
    const why = diskReason(error) ?? error.message;
    const left = newest
      ? `The checkpoint before it, ${newest}, is untouched`
      : 'No checkpoint was saved before it';
    return `${file}: the checkpoint was not written: ${why}.\n${left}; make room, then add --resume.`;
  }
}
