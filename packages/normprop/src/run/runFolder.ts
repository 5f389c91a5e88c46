import {existsSync, readFileSync} from 'node:fs';
import {mkdir, readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {ConfigRules} from '../config/configRules.js';
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

/** What a run folder must know of the task whose run it holds. */
export type RunKind<Config extends RunConfig = RunConfig> = Pick<ConfigRules<Config>, 'kind' | 'complete'>;

/**
 * One run on disk: `config.json`, `metrics.jsonl`, `checkpoints/`, `result.json`, `evaluations.json` and `report.html`, of one kind
 * of run.
 */
export class RunFolder<T extends RunTypes = RunTypes> {
  readonly metrics: MetricsFile<T['line']>;
  readonly checkpoints: CheckpointStore<T['checkpoint']>;

  constructor(
    readonly path: string,
    private readonly task: RunKind<T['config']>,
    files: FileSystem = disk,
  ) {
    this.metrics = new MetricsFile(path);
    this.checkpoints = new CheckpointStore(path, files);
  }

  /** The task whose run it is. */
  get kind(): string {
    return this.task.kind;
  }

  /** Where a file of the run lies. */
  file(name: string): string {
    return join(this.path, name);
  }

  /**
   * The config that the run was started with, complete; nothing when the folder holds no run.
   *
   * @throws {UserError} when the folder holds a run of another kind.
   */
  async config(): Promise<T['config'] | undefined> {
    const described = await this.readJson<object>('config.json');
    if (described === undefined) return undefined;
    const saved = readDescribed<T['config']>(`run folder ${this.path}`, described);
    if (saved.kind !== this.kind)
      throw new UserError(
        `run folder ${this.path}: holds a run of kind '${saved.kind}', not '${this.kind}'.`,
      );
    return this.task.complete(saved.config);
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
    const file = this.file(name);
    try {
      return parseJson<Value>(file, await readFile(file, 'utf8'));
    } catch (error) {
      if (error instanceof UserError) throw error;
      if (isMissing(error)) return undefined;
      throw new UserError(`${file}: cannot be read (${(error as Error).message})`);
    }
  }
}

function parseJson<Value>(file: string, content: string): Value {
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

/**
 * The config and the kind of a run folder that must hold a run, as they are written.
 *
 * @throws {UserError} when there is no folder, or no run in it.
 */
export function requireRun(path: string): SavedConfig<RunConfig> {
  if (!existsSync(path)) throw new UserError(`run folder ${path}: there is no such folder`);
  const file = join(path, 'config.json');
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error))
      throw new UserError(`run folder ${path}: holds no run (there is no config.json in it)`);
    throw new UserError(`${file}: cannot be read (${(error as Error).message})`);
  }
  return readDescribed(`run folder ${path}`, parseJson(file, content));
}
