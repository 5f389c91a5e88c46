import {basename, join} from 'node:path';
import type {Command} from 'commander';
import {decideBackend, largestStep, savedBackend} from '../../backend/decideBackend.js';
import {modelFields} from '../../config/fillModelFields.js';
import {modelNames, modelTitles} from '../../config/modelNames.js';
import {choice, integer, listOf} from '../../config/optionKinds.js';
import type {RunConfig} from '../../config/runConfig.js';
import {shellWord} from '../../config/shellWord.js';
import {compareRuns} from '../../run/compareRuns.js';
import {comparisonEntries} from '../../run/comparisonEntry.js';
import type {ComparisonEntry, Contestant} from '../../run/comparisonEntry.js';
import {readConfigFile} from '../../run/readConfigFile.js';
import {RunFolder} from '../../run/runFolder.js';
import type {Task} from '../../run/task.js';
import {UserError} from '../../userError.js';
import {checkedOption} from '../checkedOption.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';
import {addConfigOptions, givenConfig} from '../configCommandOptions.js';
import {downloadProgress} from '../downloadProgress.js';
import {nameFlags} from '../nameFlags.js';
import {addTaskCommand} from '../taskCommand.js';
import {withTraining} from '../withTraining.js';

interface CompareFlags {
  models?: string[];
  seeds: number[];
  out: string;
  resume?: boolean;
  overwrite?: boolean;
  download?: boolean;
}

/** The command that trains several runs of a task beside one another: `normprop compare`, `normprop draw compare`. */
export function addCompareCommand(program: Command, task: Task, context: CommandContext): void {
  const {path} = task.commands.compare;
  const command = addTaskCommand(program, task, task.commands.compare)
    .argument('[configs...]', 'JSON files with options (as in config.json)')
    .addOption(checkedOption('--models <names>', `from ${modelNames.join(', ')}`, listOf(choice(modelNames))))
    .addOption(
      checkedOption('--seeds <list>', 'train each with each seed', listOf(integer(0))).default([1], '1'),
    )
    .option('--out <folder>', 'holds the runs and report.html', `runs/${path.join('-')}`)
    .option('--resume', 'go on: keep finished runs, resume the interrupted one')
    .option('--overwrite', 'replace the runs in --out')
    .option('--download', 'download what is missing of the data');
  addConfigOptions(command, task, ['model', 'seed']);
  command.action(async (files: string[], flags: CompareFlags, self: Command) => {
    const {out: folder, resume, overwrite, download, seeds} = flags;
    if (resume && overwrite) throw new UserError('--resume and --overwrite: expected one, got both', 2);
    const asked = givenConfig(self, task);
    const name = <T>(step: () => T | Promise<T>): Promise<T> => nameFlags(task.options, asked, step);
    const entriesOf = async (given: Partial<RunConfig>): Promise<ComparisonEntry[]> => {
      const contestants = files.length
        ? fromFiles(task, files, flags, given)
        : fromModels(task, flags, given);
      return comparisonEntries(await contestants, seeds, task.budget);
    };
    const given = await name(() =>
      decideBackend(asked, async () => {
        const planned = await entriesOf({...asked, backend: undefined});
        const folders = planned.map((entry) => new RunFolder(join(folder, entry.folder), task));
        return {
          saved: resume ? await savedBackend(folders) : undefined,
          size: () => largestStep(planned.map(({config}) => task.stepSize(config))),
          tell: (line) => note(context, line),
        };
      }),
    );
    const entries = await name(() => entriesOf(given));
    const loading = {download, onProgress: downloadProgress(context)};
    const runs = await name(() =>
      withTraining(context, 'the same command with --resume', (options) =>
        compareRuns(task, entries, {...options, folder, resume, overwrite, loading}),
      ),
    );
    const words = context.args.filter((word) => word !== '--resume' && word !== '--overwrite');
    const again = `normprop ${words.map(shellWord).join(' ')}`;
    printLine(context, await task.reportComparison(folder, runs, again));
  });
}

function fromModels(task: Task, {models}: CompareFlags, given: Partial<RunConfig>): Contestant[] {
  if (!models)
    throw new UserError(`compare: give --models (from ${modelNames.join(', ')}) or config files`, 2);
  const names = models as Array<RunConfig['model']>;
  const {modelDefaults} = task;
  const ofModels = modelFields(modelDefaults);
  for (const field of ofModels) {
    if (field in given && !names.some((name) => field in modelDefaults[name]))
      throw new UserError(`${field}: none of the models ${names.join(', ')} has such an option`, 2);
  }
  return names.map((model) => {
    const has = (field: string): boolean => !ofModels.includes(field) || field in modelDefaults[model];
    const own = Object.fromEntries(Object.entries(given).filter(([field]) => has(field)));
    return {title: modelTitles[model], config: task.resolve({...own, model})};
  });
}

async function fromFiles(
  task: Task,
  files: readonly string[],
  {models}: CompareFlags,
  given: Partial<RunConfig>,
): Promise<Contestant[]> {
  if (models) throw new UserError('compare: expected --models or config files, got both', 2);
  const read = async (file: string): Promise<Contestant> => ({
    title: basename(file).replace(/\.json$/, ''),
    config: task.resolve({...(await readConfigFile(task, file)), ...given}),
  });
  return Promise.all(files.map(read));
}
