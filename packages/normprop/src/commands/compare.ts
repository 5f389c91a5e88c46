import {basename, join} from 'node:path';
import type {Command} from 'commander';
import {decideBackend, largestStep, savedBackend} from '../backend/decideBackend.js';
import {compareCharlm} from '../compare/compareCharlm.js';
import {comparisonEntries} from '../compare/comparisonEntry.js';
import type {ComparisonEntry, Contestant} from '../compare/comparisonEntry.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {modelDefaults, modelFields} from '../config/modelDefaults.js';
import {modelNames, modelTitles} from '../config/names.js';
import {choice, integer, listOf} from '../config/optionKinds.js';
import {readConfigFile} from '../config/readConfigFile.js';
import {resolveConfig} from '../config/resolveConfig.js';
import {shellWord} from '../config/shellWord.js';
import {stepSizeOf} from '../config/stepSizeOf.js';
import {progressFor} from '../progress/progressFor.js';
import {RunFolder} from '../run/runFolder.js';
import {UserError} from '../userError.js';
import {addCharlmOptions, givenConfig} from './charlmCommandOptions.js';
import {checkedOption} from './checkedOption.js';
import {note} from './commandContext.js';
import type {CommandContext} from './commandContext.js';
import {downloadProgress} from './downloadProgress.js';
import {withInterruptSignal} from './interruptSignal.js';
import {nameFlags} from './nameFlags.js';
import {printComparison} from './printComparison.js';
import {suggestResume} from './suggestResume.js';

interface CompareFlags {
  models?: string[];
  seeds: number[];
  out: string;
  resume?: boolean;
  overwrite?: boolean;
  download?: boolean;
}

const examples = `
Examples:
  $ normprop compare --models lstm,normProp --updates 500
  $ normprop compare --models lstm,weightNorm,normProp,layerNorm,batchNorm --seeds 1,2 --out runs/five
  $ normprop compare small-gamma.json large-gamma.json --updates 300
  $ normprop compare --models lstm,normProp --out runs/pair --resume

All see the same text in the same order for the same number of updates, in turns of 25, so that
whatever else the machine does falls on all of them alike. Gammas, --variance-method,
--input-variance and --unit-norm go to the models that have them.`;

/** `normprop compare`. */
export function addCompareCommand(program: Command, context: CommandContext): void {
  const command = program
    .command('compare')
    .description(
      'train several models, or several configs, under an equal budget and report on them together',
    )
    .argument('[configs...]', 'JSON files with options (as in config.json)')
    .addOption(checkedOption('--models <names>', `from ${modelNames.join(', ')}`, listOf(choice(modelNames))))
    .addOption(
      checkedOption('--seeds <list>', 'train each with each seed', listOf(integer(0))).default([1], '1'),
    )
    .option('--out <folder>', 'holds the runs and report.html', 'runs/compare')
    .option('--resume', 'go on: keep finished runs, resume the interrupted one')
    .option('--overwrite', 'replace the runs in --out')
    .option('--download', 'Penn Treebank: download what is missing')
    .addHelpText('after', examples);
  addCharlmOptions(command, ['model', 'seed']);
  command.action(async (files: string[], flags: CompareFlags, self: Command) => {
    const {resume, overwrite, download} = flags;
    if (resume && overwrite) throw new UserError('--resume and --overwrite: expected one, got both', 2);
    const asked = givenConfig(self);
    const entriesOf = async (given: Partial<CharlmConfig>): Promise<ComparisonEntry[]> => {
      const contestants = files.length ? fromFiles(files, flags, given) : fromModels(flags, given);
      return comparisonEntries(await contestants, flags.seeds);
    };
    const given = await nameFlags(asked, () =>
      decideBackend(asked, async () => {
        const planned = await entriesOf({...asked, backend: undefined});
        const folders = planned.map(({folder}) => new RunFolder(join(flags.out, folder)));
        return {
          saved: resume ? await savedBackend(folders) : undefined,
          size: () => largestStep(planned.map(({config}) => stepSizeOf(config))),
          tell: (line) => note(context, line),
        };
      }),
    );
    const entries = await nameFlags(given, () => entriesOf(given));
    const words = context.args.filter((word) => word !== '--resume' && word !== '--overwrite');
    const comparison = await nameFlags(given, () =>
      withInterruptSignal(
        () => note(context, '\nStopping after this update …'),
        (signal) =>
          compareCharlm(entries, {
            folder: flags.out,
            resume,
            overwrite,
            command: () => `normprop ${words.map(shellWord).join(' ')}`,
            progress: progressFor(context.stderr),
            signal,
            warn: (message) => note(context, `Warning: ${message}`),
            tell: (message) => note(context, message),
            loading: {download, onProgress: downloadProgress(context)},
          }).catch(suggestResume('the same command with --resume')),
      ),
    );
    printComparison(context, comparison);
  });
}

function fromModels({models}: CompareFlags, given: Partial<CharlmConfig>): Contestant[] {
  if (!models)
    throw new UserError(`compare: give --models (from ${modelNames.join(', ')}) or config files`, 2);
  const names = models as CharlmConfig['model'][];
  for (const field of modelFields) {
    if (given[field] !== undefined && !names.some((name) => field in modelDefaults[name]))
      throw new UserError(`${field}: none of the models ${names.join(', ')} has such an option`, 2);
  }
  return names.map((model) => {
    const has = (field: string): boolean =>
      !(modelFields as readonly string[]).includes(field) || field in modelDefaults[model];
    const own = Object.fromEntries(Object.entries(given).filter(([field]) => has(field)));
    return {title: modelTitles[model], config: resolveConfig({...own, model})};
  });
}

async function fromFiles(
  files: readonly string[],
  {models}: CompareFlags,
  given: Partial<CharlmConfig>,
): Promise<Contestant[]> {
  if (models) throw new UserError('compare: expected --models or config files, got both', 2);
  const read = async (file: string): Promise<Contestant> => ({
    title: basename(file).replace(/\.json$/, ''),
    config: resolveConfig({...(await readConfigFile(file)), ...given}),
  });
  return Promise.all(files.map(read));
}
