import type {StepSize} from 'normprop-doctor';
import type {ConfigRules} from '../config/configRules.js';
import type {LossMeasure} from '../progress/trainingProgress.js';
import type {Demo} from './demo.js';
import type {LoadOptions} from './loadOptions.js';
import type {RunSummary, RunTypes} from './runTypes.js';
import type {Session} from './session.js';

/** A command that is made for each task: where it stands (`['train', 'charlm']`) and what its help says. */
export interface TaskCommand {
  path: readonly string[];
  description: string;
  examples: string;
}

/**
 * A kind of training: everything that the command line, the training loop and a sweep must know of it. A task is a folder beside
 * this one and a line in `tasks.ts`.
 */
export interface Task<T extends RunTypes = RunTypes> extends ConfigRules<T['config']> {
  /** What its runs are of, in messages: `text`. */
  readonly subject: string;
  readonly measure: LossMeasure;
  /** Fields that must agree for runs to be compared under an equal budget. */
  readonly budget: readonly string[];
  /** The values of `data` whose files `dataDir` may hold. */
  readonly dataInFolders: readonly string[];
  /** Names of data that come with this program; any other name is the path of a file. */
  readonly shippedData: readonly string[];
  readonly commands: {parent: string; train: TaskCommand; compare: TaskCommand; demo: TaskCommand};
  readonly demo: Demo<T>;
  /** What to call instead of the commands that are for text, `<run>` being the folder. */
  readonly instead: Readonly<Record<string, string>>;
  /** The size of a training step, for `--backend auto`. */
  stepSize(config: T['config']): StepSize;
  /** Equal for configs that learn from equal data. */
  dataKey(config: T['config']): string;
  load(config: T['config'], options?: LoadOptions): Promise<T['data']>;
  session(config: T['config'], data: T['data']): Promise<Session<T>>;
  /** The figure of a validation line; undefined for other lines. Lower is better. */
  validationOf(line: T['line']): number | undefined;
  /** The figures that rank a finished run: the lower the better. */
  outcome(run: RunSummary<T>): {validation: number; train: number};
  /** What a line of `sweep.jsonl` says of a finished run. */
  figures(result: T['result']): object;
  /** Writes the report of one run into its folder. @returns What to print. */
  reportRun(folder: string, run: RunSummary<T>, data: T['data']): Promise<string>;
  /** Writes the report of several runs into a folder. @returns What to print. */
  reportComparison(folder: string, runs: ReadonlyArray<RunSummary<T>>, command: string): Promise<string>;
}
