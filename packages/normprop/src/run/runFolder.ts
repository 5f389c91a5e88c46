import {access, mkdir, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {RunConfig} from '../config/runConfig.js';
import {UserError} from '../userError.js';
import {CheckpointStore} from './checkpointStore.js';
import {disk} from './fileSystem.js';
import type {FileSystem} from './fileSystem.js';
import {MetricsFile} from './metrics.js';
import {describeConfig, readDescribed} from './savedConfig.js';
import type {SavedConfig} from './savedConfig.js';
import type {RunTypes} from './runTypes.js';
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
  'model.safetensors',
  'model.onnx',
  'weights.safetensors',
];

/**
 * One run on disk: `config.json`, `metrics.jsonl`, `checkpoints/`, `result.json`, `evaluations.json` and `report.html`, of one kind
 * of run.
 */
export class RunFolder<T extends RunTypes = RunTypes> {
  readonly metrics: MetricsFile<T['line']>;
  readonly checkpoints: CheckpointStore<T['checkpoint']>;

  constructor(
    readonly path: string,
    /** The task whose run it is. */
    readonly kind: string,
    files: FileSystem = disk,
  ) {
    this.metrics = new MetricsFile(path);
    this.checkpoints = new CheckpointStore(path, files);
  }

  /** Where a file of the run lies. */
  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * The config that the run was started with; nothing when the folder holds no run.
   *
   * @throws {UserError} when the folder holds a run of another kind.
   */
  async config(): Promise<T['config'] | undefined> {
    const saved = await readSavedConfig<T['config']>(this.path);
    if (saved === undefined) return undefined;
    if (saved.kind !== this.kind)
      throw new UserError(
        `run folder ${this.path}: holds a run of kind '${saved.kind}', not '${this.kind}'.`,
      );
    return saved.config;
  }

  /**
   * Makes the folder and writes the config.
   *
   * @throws {UserError} when the folder cannot be made or written.
   */
  async begin(config: T['config']): Promise<void> {
    try {
      await mkdir(this.path, {recursive: true});
      await this.writeJson('config.json', describeConfig(this.kind, config));
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
  async readJson<Value>(name: string): Promise<Value | undefined> {
    return readJsonFile(this.file(name));
  }
}

async function readJsonFile<Value>(file: string): Promise<Value | undefined> {
  let content: string;
  try {
    content = await readFile(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new UserError(`${file}: cannot be read (${(error as Error).message})`);
  }
  try {
    return JSON.parse(content) as Value;
  } catch {
    throw new UserError(`${file}: damaged, it is not JSON`);
  }
}

/** Whether there is no such file, or no folder that could hold it. */
function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** The config and the kind of the run in a folder; nothing when it holds none. */
async function readSavedConfig<Config>(path: string): Promise<SavedConfig<Config> | undefined> {
  const saved = await readJsonFile<object>(join(path, 'config.json'));
  return saved && readDescribed(`run folder ${path}`, saved);
}

/**
 * The config and the kind of a run folder that must hold a run.
 *
 * @throws {UserError} when there is no folder, or no run in it.
 */
export async function requireRun(path: string): Promise<SavedConfig<RunConfig>> {
  try {
    await access(path);
  } catch {
    throw new UserError(`run folder ${path}: there is no such folder`);
  }
  const saved = await readSavedConfig<RunConfig>(path);
  if (!saved) throw new UserError(`run folder ${path}: holds no run (there is no config.json in it)`);
  return saved;
}
