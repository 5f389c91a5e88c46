import {basename} from 'node:path';
import type {Command} from 'commander';
import {decideBackend} from '../../backend/decideBackend.js';
import {resumeConfig} from '../../config/resumeConfig.js';
import type {RunConfig} from '../../config/runConfig.js';
import {shellWord} from '../../config/shellWord.js';
import {readConfigFile} from '../../run/readConfigFile.js';
import {requireNoRun} from '../../run/prepareRunFolder.js';
import {RunFolder, requireRun} from '../../run/runFolder.js';
import {runTraining} from '../../run/runTraining.js';
import {requireNotItself} from '../../run/source/requireNotItself.js';
import type {Task} from '../../run/task.js';
import {UserError} from '../../userError.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';
import {addConfigOptions, givenConfig} from '../configCommandOptions.js';
import {downloadProgress} from '../downloadProgress.js';
import {nameFlags} from '../nameFlags.js';
import {addTaskCommand} from '../taskCommand.js';
import {withTraining} from '../withTraining.js';

interface TrainFlags {
  config?: string;
  out?: string;
  resume?: boolean;
  overwrite?: boolean;
  download?: boolean;
}

/** The command that trains one run of a task: `normprop train charlm`, `normprop draw train`. */
export function addTrainCommand(program: Command, task: Task, context: CommandContext): void {
  const train = addTaskCommand(program, task, task.commands.train)
    .option('--out <folder>', 'the run folder (default: runs/<data>-<model>-<units>-seed<seed>)')
    .option('--resume', 'go on with the run in --out, to the same weights as if it had never stopped')
    .option('--overwrite', 'replace the run in --out')
    .option('--download', 'download what is missing of the data')
    .option('--config <file>', 'a JSON file with options (as in config.json); those given here win');
  addConfigOptions(train, task);
  train.action(async (flags: TrainFlags, command: Command) => {
    const given = givenConfig(command, task);
    const name = <T>(step: () => T | Promise<T>): Promise<T> => nameFlags(task.options, given, step);
    const {config, folder} = await name(() => planRun(task, flags, given, (line) => note(context, line)));
    const {resume, overwrite, download} = flags;
    const runFolder = new RunFolder(folder, task);
    const loading = {download, again: resume ? folder : undefined, onProgress: downloadProgress(context)};
    const data = await name(async () => {
      if (!resume) requireNotItself(config, folder);
      if (!resume && !overwrite) await requireNoRun(runFolder);
      return task.load(config, loading);
    });
    if (overwrite) await runFolder.clear();
    note(context, `Training into ${folder}`);
    const goOn = `normprop ${task.commands.train.path.join(' ')} --out ${shellWord(folder)} --resume`;
    const [run] = await name(() =>
      withTraining(context, goOn, (options) => runTraining(task, [{config, folder, resume, data}], options)),
    );
    printLine(context, await task.reportRun(folder, run, data));
  });
}

/** The config and the folder that flags, a config file and a run to resume ask for. */
async function planRun(
  task: Task,
  flags: TrainFlags,
  given: Partial<RunConfig>,
  tell: (line: string) => void,
): Promise<{config: RunConfig; folder: string}> {
  if (flags.resume && flags.overwrite)
    throw new UserError('--resume and --overwrite: expected one, got both', 2);
  const file = flags.config ? await readConfigFile(task, flags.config) : {};
  const usual = (): RunConfig => task.resolve({...file, ...given, backend: undefined});
  const path = flags.out ?? defaultFolder(usual());
  const folder = new RunFolder(path, task);
  const decided = await decideBackend(given, async () => {
    const saved = flags.resume ? (await folder.config())?.backend : undefined;
    return {saved, size: () => task.stepSize(usual()), tell};
  });
  const asked = {...file, ...decided};
  if (flags.resume && flags.out) {
    requireRun(path);
    return {config: resumeConfig(task, (await folder.config())!, asked, path), folder: path};
  }
  return {config: task.resolve(asked), folder: path};
}

function defaultFolder({data, model, units, seed}: RunConfig): string {
  return `runs/${basename(data).replace(/\.[^.]*$/, '')}-${model}-${units}-seed${seed}`;
}
