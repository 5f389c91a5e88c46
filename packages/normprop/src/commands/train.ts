import {basename} from 'node:path';
import type {Command} from 'commander';
import {decideBackend} from '../backend/decideBackend.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {readConfigFile} from '../config/readConfigFile.js';
import {resolveConfig} from '../config/resolveConfig.js';
import {resumeConfig} from '../config/resumeConfig.js';
import {stepSizeOf} from '../config/stepSizeOf.js';
import {progressFor} from '../progress/progressFor.js';
import {resultHeadings, resultRows} from '../report/resultRows.js';
import {textTable} from '../report/textTable.js';
import {RunFolder, openRunFolder} from '../run/runFolder.js';
import {trainCharlm} from '../train/trainCharlm.js';
import {writeRunReport} from '../train/writeRunReport.js';
import {UserError} from '../userError.js';
import {addCharlmOptions, givenConfig} from './charlmCommandOptions.js';
import {note, printLine} from './commandContext.js';
import type {CommandContext} from './commandContext.js';
import {downloadProgress} from './downloadProgress.js';
import {withInterruptSignal} from './interruptSignal.js';
import {nameFlags} from './nameFlags.js';
import {suggestResume} from './suggestResume.js';

interface TrainFlags {
  config?: string;
  out?: string;
  resume?: boolean;
  overwrite?: boolean;
  download?: boolean;
}

const examples = `
Examples:
  $ normprop train charlm                                    # Norm Prop on Moby Dick, 1000 updates
  $ normprop train charlm --model lstm --updates 500         # the baseline
  $ normprop train charlm --data my-novel.txt --out runs/novel
  $ normprop train charlm --data ptb --download --epochs 1   # Penn Treebank, fetched once
  $ normprop train charlm --out runs/novel --resume          # go on after Ctrl-C or a crash

The run folder then holds config.json, metrics.jsonl, checkpoints/, result.json and report.html.
Ctrl-C saves before it stops.`;

/** `normprop train charlm`. */
export function addTrainCommand(program: Command, context: CommandContext): void {
  const train = program.command('train').description('train a model');
  const charlm = train
    .command('charlm')
    .description('train a character language model: it learns to guess the next character of a text')
    .option('--out <folder>', 'the run folder (default: runs/<data>-<model>-<units>-seed<seed>)')
    .option('--resume', 'go on with the run in --out, to the same weights as if it had never stopped')
    .option('--overwrite', 'replace the run in --out')
    .option('--download', 'Penn Treebank: download what is missing')
    .option('--config <file>', 'a JSON file with options (as in config.json); those given here win')
    .addHelpText('after', examples);
  addCharlmOptions(charlm);
  charlm.action(async (flags: TrainFlags, command: Command) => {
    const given = givenConfig(command);
    const {config, folder} = await nameFlags(given, () =>
      planRun(flags, given, (line) => note(context, line)),
    );
    if (flags.overwrite) await new RunFolder(folder).clear();
    note(context, `Training into ${folder}`);
    const run = await nameFlags(given, () =>
      withInterruptSignal(
        () => note(context, '\nStopping after this update …'),
        (signal) =>
          trainCharlm(config, {
            folder,
            signal,
            resume: flags.resume,
            progress: progressFor(context.stderr),
            warn: (message) => note(context, `Warning: ${message}`),
            tell: (message) => note(context, message),
            loading: {download: flags.download, onProgress: downloadProgress(context)},
          }).catch(suggestResume(`normprop train charlm --out ${folder} --resume`)),
      ),
    );
    const {sample} = run.result;
    printLine(context, '\n' + textTable(resultHeadings, resultRows([run])));
    printLine(context, `\nA sample (temperature ${sample.temperature}):\n${sample.prime}${sample.text}`);
    printLine(context, `\nReport: ${await writeRunReport(folder, run)}`);
  });
}

/** The config and the folder that flags, a config file and a run to resume ask for. */
async function planRun(
  flags: TrainFlags,
  given: Partial<CharlmConfig>,
  tell: (line: string) => void,
): Promise<{config: CharlmConfig; folder: string}> {
  if (flags.resume && flags.overwrite)
    throw new UserError('--resume and --overwrite: expected one, got both', 2);
  const file = flags.config ? await readConfigFile(flags.config) : {};
  const usual = (): CharlmConfig => resolveConfig({...file, ...given, backend: undefined});
  const folder = flags.out ?? defaultFolder(usual());
  const decided = await decideBackend(given, async () => {
    const saved = flags.resume ? (await new RunFolder(folder).config())?.backend : undefined;
    return {saved, size: () => stepSizeOf(usual()), tell};
  });
  const asked = {...file, ...decided};
  if (flags.resume && flags.out) {
    const {config: saved} = await openRunFolder(flags.out);
    return {config: resumeConfig(saved, asked, flags.out), folder};
  }
  return {config: resolveConfig(asked), folder};
}

function defaultFolder({data, model, units, seed}: CharlmConfig): string {
  return `runs/${basename(data).replace(/\.[^.]*$/, '')}-${model}-${units}-seed${seed}`;
}
