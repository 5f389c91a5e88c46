import type {Command} from 'commander';
import {compareCharlm} from '../compare/compareCharlm.js';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {integer} from '../config/optionKinds.js';
import {loadCorpus} from '../data/loadCorpus.js';
import {demoUnits} from '../demo/demoEntries.js';
import {demoPlan} from '../demo/demoPlan.js';
import {timeStock} from '../demo/timeStock.js';
import {formatDuration} from '../progress/formatDuration.js';
import {progressFor} from '../progress/progressFor.js';
import {checkedOption} from './checkedOption.js';
import {note, printLine} from './commandContext.js';
import type {CommandContext} from './commandContext.js';
import {withInterruptSignal} from './interruptSignal.js';
import {printComparison} from './printComparison.js';
import {suggestResume} from './suggestResume.js';

/** Milliseconds after which a demo that chose its own number of updates ends early, to stay under 3 minutes. */
const latest = 155_000;

const examples = `
Examples:
  $ normprop demo
  $ normprop demo --units 64 --updates 100    # a quicker look

Without --updates it measures this machine first and makes as many updates as fit. The same number of
updates gives the same models. An interrupted demo goes on where it stopped; a finished one is replaced.`;

/** `normprop demo`. */
export function addDemoCommand(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('train a baseline LSTM and a Norm Prop LSTM on Moby Dick for three minutes and compare them')
    .option('--out <folder>', 'where the runs and report.html go', 'runs/demo')
    .addOption(
      checkedOption('--updates <n>', 'updates of each model (default: what fits 3 minutes)', integer(1)),
    )
    .addOption(checkedOption('--units <n>', `size of both models (default: ${demoUnits})`, integer(1)))
    .addHelpText('after', examples)
    .action(async ({out, ...asked}: {out: string; updates?: number; units?: number}) => {
      const begin = performance.now();
      printLine(
        context,
        'A baseline LSTM and a Norm Prop LSTM learn to write from Moby Dick, each at the learning rate that suits it.',
      );
      const {entries, found} = await demoPlan(out, asked);
      const {units, updates} = entries[0].config;
      if (found === 'interrupted') printLine(context, `Going on with the interrupted demo in ${out}.`);
      if (found === 'other') printLine(context, `Replacing the demo in ${out}.`);
      printLine(context, `${units} units, ${updates} updates each, the same text in the same order.`);
      const stock = await timeStock(entries[0].config, await loadCorpus(entries[0].config));
      const comparison = await withInterruptSignal(
        () => note(context, '\nStopping after this update …'),
        (signal) =>
          compareCharlm(entries, {
            folder: out,
            resume: found === 'interrupted',
            overwrite: found === 'other',
            command: ([{config}]) => demoCommand(config),
            ...(asked.updates === undefined && {isLate: () => performance.now() - begin > latest}),
            stock,
            progress: progressFor(context.stderr),
            signal,
            warn: (message) => note(context, `Warning: ${message}`),
          }).catch(suggestResume('start the demo again')),
      );
      printComparison(context, comparison);
      printLine(context, `All in all ${formatDuration((performance.now() - begin) / 1000)}.`);
    });
}

/** What makes this demo again, with as many updates. */
function demoCommand({updates, units}: CharlmConfig): string {
  return `npm run demo -- --updates ${updates}${units === demoUnits ? '' : ` --units ${units}`}`;
}
