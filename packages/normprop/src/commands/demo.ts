import {join} from 'node:path';
import type {Command} from 'commander';
import {compareCharlm} from '../compare/compareCharlm.js';
import type {ComparisonEntry} from '../compare/comparisonEntry.js';
import {resumeDifferences} from '../config/configDifferences.js';
import {integer} from '../config/optionKinds.js';
import {demoEntries} from '../demo/demoEntries.js';
import {formatDuration} from '../progress/formatDuration.js';
import {progressFor} from '../progress/progressFor.js';
import {readRunSummary} from '../run/readRunSummary.js';
import {RunFolder} from '../run/runFolder.js';
import {checkedOption} from './checkedOption.js';
import {note, printLine} from './commandContext.js';
import type {CommandContext} from './commandContext.js';
import {withInterruptSignal} from './interruptSignal.js';
import {printComparison} from './printComparison.js';
import {suggestResume} from './suggestResume.js';

const examples = `
Examples:
  $ normprop demo
  $ normprop demo --updates 100        # a quicker look

An interrupted demo goes on where it stopped; a finished one starts anew.`;

/** `normprop demo`. */
export function addDemoCommand(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('train a baseline LSTM and a Norm Prop LSTM on Moby Dick for a few minutes and compare them')
    .option('--out <folder>', 'where the runs and report.html go', 'runs/demo')
    .addOption(
      checkedOption('--updates <n>', 'updates of each model (default: what fits 4 minutes)', integer(1)),
    )
    .addHelpText('after', examples)
    .action(async ({out, updates}: {out: string; updates?: number}) => {
      const begin = performance.now();
      const entries = demoEntries(updates);
      const state = await demoState(out, entries);
      const {config} = entries[0];
      printLine(
        context,
        `A baseline LSTM and a Norm Prop LSTM read Moby Dick: ${config.units} units, ${config.updates} updates each, same data in the same order.`,
      );
      if (state === 'interrupted') note(context, `Going on with the interrupted demo in ${out}.`);
      if (state === 'finished') note(context, `Replacing the finished demo in ${out}.`);
      const comparison = await withInterruptSignal(
        () => note(context, '\nStopping after this update …'),
        (signal) =>
          compareCharlm(entries, {
            folder: out,
            resume: state === 'interrupted',
            overwrite: state === 'finished',
            command: 'npm run demo' + (updates === undefined ? '' : ` -- --updates ${updates}`),
            progress: progressFor(context.stderr),
            signal,
            warn: (message) => note(context, `Warning: ${message}`),
          }).catch(suggestResume('start the demo again')),
      );
      printComparison(context, comparison);
      printLine(context, `All in all ${formatDuration((performance.now() - begin) / 1000)}.`);
    });
}

/** Whether the folder holds a demo of these runs that was interrupted, some finished demo, or nothing. */
async function demoState(
  out: string,
  entries: readonly ComparisonEntry[],
): Promise<'new' | 'interrupted' | 'finished'> {
  let begun = false;
  let unfinished = false;
  for (const {folder: name, config} of entries) {
    const folder = new RunFolder(join(out, name));
    const saved = await folder.config();
    begun ||= saved !== undefined;
    // Runs of another version of the demo are replaced, not mixed with.
    if (saved && (resumeDifferences(saved, config).length || saved.updates !== config.updates))
      return 'finished';
    unfinished ||= (await readRunSummary(folder)) === undefined;
  }
  if (!begun) return 'new';
  return unfinished ? 'interrupted' : 'finished';
}
