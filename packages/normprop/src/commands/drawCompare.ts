import {basename, join} from 'node:path';
import type {Command} from 'commander';
import {decideBackend, largestStep, savedBackend} from '../backend/decideBackend.js';
import {resumeDifferences} from '../config/configDifferences.js';
import {integer, listOf} from '../config/optionKinds.js';
import {readConfigFile} from '../config/readConfigFile.js';
import {shellWord} from '../config/shellWord.js';
import {drawOptions} from '../draw/config/drawOptions.js';
import type {DrawRunConfig} from '../draw/config/drawRunConfig.js';
import {drawStepSizeOf} from '../draw/config/drawStepSizeOf.js';
import {drawDefaultOf, resolveDrawConfig} from '../draw/config/resolveDrawConfig.js';
import {writeBoundFigure} from '../draw/report/boundFigure.js';
import {drawReportPage} from '../draw/report/drawReportPage.js';
import {drawResultHeadings, drawResultRows} from '../draw/report/drawResultRows.js';
import {readDrawSummary} from '../draw/report/readDrawSummary.js';
import {DrawRunFolder} from '../draw/train/drawRun.js';
import type {DrawResult, DrawRunSummary} from '../draw/train/drawRun.js';
import {trainDraw} from '../draw/train/trainDraw.js';
import {progressFor} from '../progress/progressFor.js';
import {textTable} from '../report/textTable.js';
import {writeAtomically} from '../run/writeAtomically.js';
import {UserError} from '../userError.js';
import {checkedOption} from './checkedOption.js';
import {note, printLine} from './commandContext.js';
import type {CommandContext} from './commandContext.js';
import {addConfigOptions, givenOptions} from './configCommandOptions.js';
import {downloadProgress} from './downloadProgress.js';
import {withInterruptSignal} from './interruptSignal.js';
import {suggestResume} from './suggestResume.js';

interface DrawCompareFlags {
  seeds: number[];
  out: string;
  resume?: boolean;
  overwrite?: boolean;
  download?: boolean;
}

/** One run to come. */
interface Entry {
  name: string;
  group: string;
  folder: DrawRunFolder;
  config: DrawRunConfig;
}

const examples = `
Examples:
  $ normprop draw compare experiments/draw-mnist/*.json --seeds 1,2 --data-dir binarized-mnist --out runs/draw-mnist
  $ normprop draw compare experiments/draw-mnist/*.json --seeds 1,2 --data-dir binarized-mnist --out runs/draw-mnist --resume

Trains one run after the other: the first seed of all configs, then the second. The folder then holds a run folder each,
report.html, and the bounds over epochs as bounds.svg, bounds.png and bounds.csv.`;

/** `normprop draw compare`. */
export function addDrawCompareCommand(draw: Command, context: CommandContext): void {
  const command = draw
    .command('compare')
    .description('train several configs with several seeds and report on them together')
    .argument('<configs...>', 'JSON files with options (as in config.json)')
    .addOption(
      checkedOption('--seeds <list>', 'train each with each seed', listOf(integer(0))).default([1], '1'),
    )
    .option('--out <folder>', 'holds the runs and report.html', 'runs/draw-compare')
    .option('--resume', 'go on: keep finished runs, resume the interrupted one')
    .option('--overwrite', 'replace the runs in --out')
    .option('--download', 'download what is missing')
    .addHelpText('after', examples);
  const options = drawOptions.filter(({name}) => name !== 'seed');
  addConfigOptions(command, options, drawDefaultOf);
  command.action(async (files: string[], flags: DrawCompareFlags, self: Command) => {
    const {out, resume = false, overwrite = false} = flags;
    if (resume && overwrite) throw new UserError('--resume and --overwrite: expected one, got both', 2);
    const asked = givenOptions(self, options);
    const given = await decideBackend(asked, async () => {
      const planned = await entriesOf(files, flags, {...asked, backend: undefined});
      return {
        saved: resume ? await savedBackend(planned.map(({folder}) => folder)) : undefined,
        size: () => largestStep(planned.map(({config}) => drawStepSizeOf(config))),
        tell: (line) => note(context, line),
      };
    });
    const entries = await entriesOf(files, flags, given);
    for (const {folder} of entries) if (overwrite) await folder.clear();
    const runs: DrawRunSummary[] = [];
    for (const entry of entries) runs.push(await trainEntry(entry, flags, context));
    const words = context.args.filter((word) => word !== '--resume' && word !== '--overwrite');
    const report = join(out, 'report.html');
    const page = await drawReportPage({runs, command: `normprop ${words.map(shellWord).join(' ')}`});
    const figure = await writeBoundFigure(out, runs);
    await writeAtomically(report, page);
    printLine(context, '\n' + textTable(drawResultHeadings, drawResultRows(runs)));
    printLine(context, `\n${figure.join('\n')}\nReport: ${report}`);
  });
}

async function entriesOf(
  files: readonly string[],
  {seeds, out}: DrawCompareFlags,
  given: Partial<DrawRunConfig>,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const seed of seeds) {
    for (const file of files) {
      const group = basename(file).replace(/\.json$/, '');
      const asked = (await readConfigFile(file)) as Partial<DrawRunConfig>;
      entries.push({
        name: seeds.length > 1 ? `${group}, seed ${seed}` : group,
        group,
        folder: new DrawRunFolder(join(out, `${group}-seed${seed}`)),
        config: resolveDrawConfig({...asked, ...given, seed}),
      });
    }
  }
  return entries;
}

/** Trains a run, goes on with it, or takes the finished one. */
async function trainEntry(
  {name, group, folder, config}: Entry,
  {resume, download}: DrawCompareFlags,
  context: CommandContext,
): Promise<DrawRunSummary> {
  const saved = resume ? await folder.config() : undefined;
  const isFinished =
    saved !== undefined &&
    resumeDifferences(saved, config).length === 0 &&
    saved.updates === config.updates &&
    saved.epochs === config.epochs &&
    (await folder.readJson<DrawResult>('result.json')) !== undefined;
  if (isFinished) return readDrawSummary(folder.path, name, group);
  const run = await withInterruptSignal(
    () => note(context, '\nStopping after this update …'),
    (signal) =>
      trainDraw(config, {
        ...{folder: folder.path, label: name, signal, resume: saved !== undefined},
        progress: progressFor(context.stderr),
        warn: (message) => note(context, `Warning: ${message}`),
        loading: {download, onProgress: downloadProgress(context)},
      }).catch(suggestResume('the same command with --resume')),
  );
  return {...run, group};
}
