import {access, mkdir, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {UserError} from '../userError.js';
import type {Checkpoint, StoredRun} from './checkpointFormat.js';
import {CheckpointStore} from './checkpointStore.js';
import {disk} from './fileSystem.js';
import type {FileSystem} from './fileSystem.js';
import {MetricsFile} from './metrics.js';
import type {MetricsLine} from './metrics.js';
import {writeAtomically} from './writeAtomically.js';

const owned = [
  'config.json',
  'metrics.jsonl',
  'checkpoints',
  'result.json',
  'evaluations.json',
  'report.html',
  'inspect.html',
  'inspect.csv',
  'inspect.json',
  'pictures',
];

/**
 * One run on disk: `config.json`, `metrics.jsonl`, `checkpoints/`, `result.json`, `evaluations.json` and `report.html`. Its parameters are what a
 * kind of run puts there; by default, a character language model's.
 */
export class RunFolder<
  Config extends object = CharlmConfig,
  Line extends {update: number} = MetricsLine,
  Run extends StoredRun = Checkpoint,
> {
  readonly metrics: MetricsFile<Line>;
  readonly checkpoints: CheckpointStore<Run>;

  constructor(
    readonly path: string,
    files: FileSystem = disk,
  ) {
    this.metrics = new MetricsFile(path);
    this.checkpoints = new CheckpointStore(path, files);
  }

  /** Where a file of the run lies. */
  file(name: string): string {
    return join(this.path, name);
  }

  /** The config that the run was started with; nothing when the folder holds no run. */
  async config(): Promise<Config | undefined> {
    return this.readJson<Config>('config.json');
  }

  /**
   * Makes the folder and writes the config.
   *
   * @throws {UserError} when the folder cannot be made or written.
   */
  async begin(config: Config): Promise<void> {
    try {
      await mkdir(this.path, {recursive: true});
      await this.writeJson('config.json', config);
    } catch (error) {
      throw new UserError(`run folder ${this.path}: cannot be written (${(error as Error).message})`);
    }
  }

  /** Removes what this program writes into a run folder, and nothing else. */
  async clear(): Promise<void> {
    for (const name of owned) await rm(this.file(name), {recursive: true, force: true});
  }

  /** Writes a JSON file, atomically. */
  async writeJson(name: string, value: unknown): Promise<void> {
    await writeAtomically(this.file(name), JSON.stringify(value, null, 2) + '\n');
  }

  /**
   * Reads a JSON file of the run; nothing when it is not there.
   *
   * @throws {UserError} when it is there and cannot be read or is not JSON.
   */
  async readJson<T>(name: string): Promise<T | undefined> {
    const file = this.file(name);
    let content: string;
    try {
      content = await readFile(file, 'utf8');
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new UserError(`${file}: cannot be read (${(error as Error).message})`);
    }
    try {
      return JSON.parse(content) as T;
    } catch {
      throw new UserError(`${file}: damaged, it is not JSON`);
    }
  }
}

/** Whether there is no such file, or no folder that could hold it. */
function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/**
 * The run folder at a path that must hold a run.
 *
 * @throws {UserError} when there is no folder, or no run in it.
 */
export async function openRunFolder(path: string): Promise<{folder: RunFolder; config: CharlmConfig}> {
  try {
    await access(path);
  } catch {
    throw new UserError(`run folder ${path}: there is no such folder`);
  }
  const folder = new RunFolder(path);
  const config = await folder.config();
  if (!config) throw new UserError(`run folder ${path}: holds no run (there is no config.json in it)`);
  return {folder, config};
}
