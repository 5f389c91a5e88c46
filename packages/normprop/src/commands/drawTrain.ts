import type {Command} from 'commander';
import {decideBackend} from '../backend/decideBackend.js';
import {readConfigFile} from '../config/readConfigFile.js';
import {drawOptions} from '../draw/config/drawOptions.js';
import type {DrawRunConfig} from '../draw/config/drawRunConfig.js';
import {drawStepSizeOf} from '../draw/config/drawStepSizeOf.js';
import {drawDefaultOf, resolveDrawConfig, resumeDrawConfig} from '../draw/config/resolveDrawConfig.js';
import {loadDrawImages} from '../draw/data/loadDrawImages.js';
import {drawResultHeadings, drawResultRows} from '../draw/report/drawResultRows.js';
import {writeDrawReport} from '../draw/report/writeDrawReport.js';
import {DrawRunFolder, openDrawRun} from '../draw/train/drawRun.js';
import {trainDraw} from '../draw/train/trainDraw.js';
import {progressFor} from '../progress/progressFor.js';
import {textTable} from '../report/textTable.js';
import {UserError} from '../userError.js';
import {note, printLine} from './commandContext.js';
import type {CommandContext} from './commandContext.js';
import {addConfigOptions, givenOptions} from './configCommandOptions.js';
import {downloadProgress} from './downloadProgress.js';
import {withInterruptSignal} from './interruptSignal.js';
import {suggestResume} from './suggestResume.js';

interface DrawTrainFlags {
  config?: string;
  out?: string;
  resume?: boolean;
  overwrite?: boolean;
  download?: boolean;
}

const examples = `
Examples:
  $ normprop draw train --glimpses 10 --units 64 --epochs 5          # Norm Prop on MNIST's digits
  $ normprop draw train --model lstm --glimpses 10 --units 64 --epochs 5
  $ normprop draw train --data binarized-mnist --download --config experiments/draw-mnist/normProp.json
  $ normprop draw train --out runs/mnist-normProp-64-seed1 --resume   # go on after Ctrl-C or a crash

The defaults are the paper's protocol (64 glimpses, 256 units: days on two cores). The run folder then holds config.json,
metrics.jsonl, checkpoints/, result.json, pictures/ and report.html. Ctrl-C saves before it stops.`;

/** `normprop draw train`. */
export function addDrawTrainCommand(draw: Command, context: CommandContext): void {
  const train = draw
    .command('train')
    .description('train a DRAW network on binary images of digits')
    .option('--out <folder>', 'the run folder (default: runs/<data>-<model>-<units>-seed<seed>)')
    .option('--resume', 'go on with the run in --out, to the same weights as if it had never stopped')
    .option('--overwrite', 'replace the run in --out')
    .option('--download', 'download what is missing')
    .option('--config <file>', 'a JSON file with options (as in config.json); those given here win')
    .addHelpText('after', examples);
  addConfigOptions(train, drawOptions, drawDefaultOf);
  train.action(async (flags: DrawTrainFlags, command: Command) => {
    const {config, folder} = await planRun(flags, givenOptions(command, drawOptions), (line) =>
      note(context, line),
    );
    if (flags.overwrite) await new DrawRunFolder(folder).clear();
    const loading = {download: flags.download, onProgress: downloadProgress(context)};
    const images = await loadDrawImages(config, loading);
    note(context, `Training into ${folder}`);
    const run = await withInterruptSignal(
      () => note(context, '\nStopping after this update …'),
      (signal) =>
        trainDraw(config, {
          ...{folder, signal, images},
          resume: flags.resume,
          progress: progressFor(context.stderr),
          warn: (message) => note(context, `Warning: ${message}`),
        }).catch(suggestResume(`normprop draw train --out ${folder} --resume`)),
    );
    printLine(context, '\n' + textTable(drawResultHeadings, drawResultRows([run])));
    const {report, samples} = await writeDrawReport(folder, run, images);
    printLine(context, `\nSamples: ${samples}\nReport: ${report}`);
  });
}

/** The config and the folder that flags, a config file and a run to resume ask for. */
async function planRun(
  flags: DrawTrainFlags,
  given: Partial<DrawRunConfig>,
  tell: (line: string) => void,
): Promise<{config: DrawRunConfig; folder: string}> {
  if (flags.resume && flags.overwrite)
    throw new UserError('--resume and --overwrite: expected one, got both', 2);
  const file = flags.config ? ((await readConfigFile(flags.config)) as Partial<DrawRunConfig>) : {};
  const usual = (): DrawRunConfig => resolveDrawConfig({...file, ...given, backend: undefined});
  const folder = flags.out ?? defaultFolder(usual());
  const decided = await decideBackend(given, async () => {
    const saved = flags.resume ? (await new DrawRunFolder(folder).config())?.backend : undefined;
    return {saved, size: () => drawStepSizeOf(usual()), tell};
  });
  const asked = {...file, ...decided};
  if (flags.resume && flags.out) {
    const {config: saved} = await openDrawRun(flags.out);
    return {config: resumeDrawConfig(saved, asked, flags.out), folder};
  }
  return {config: resolveDrawConfig(asked), folder};
}

function defaultFolder({data, model, units, seed}: DrawRunConfig): string {
  return `runs/${data}-${model}-${units}-seed${seed}`;
}
