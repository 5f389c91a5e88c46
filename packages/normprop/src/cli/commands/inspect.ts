import {basename, join, resolve} from 'node:path';
import type {Command} from 'commander';
import {charlmTask} from '../../charlm/charlmTask.js';
import type {BackendName} from 'normprop-doctor';
import {choice, integer} from '../../config/optionKinds.js';
import {inspectRun} from '../../charlm/inspect/inspectRun.js';
import {writeInspection} from '../../charlm/inspect/writeInspection.js';
import {UserError} from '../../userError.js';
import {requireRunOf} from '../requireRunOf.js';
import {backendOption, withBackend} from '../backendOption.js';
import {checkedOption} from '../checkedOption.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

interface InspectFlags {
  split: 'train' | 'valid' | 'test';
  batches: number;
  out?: string;
  dataDir?: string;
  backend?: BackendName;
}

const examples = `
Examples:
  $ normprop inspect runs/novel
  $ normprop inspect runs/novel --split test --batches 20 --out pictures/novel.html

Writes one page that opens without a network (inspect.html in the run folder), and the numbers beside it as CSV and
JSON: mean, variance, kurtosis and autocorrelation of gates, c and h at each time step, and how many gates are saturated.`;

/** `normprop inspect`. */
export function addInspectCommand(program: Command, context: CommandContext): void {
  program
    .command('inspect')
    .description('look inside a trained run: gates, c and h at each time step, on one page')
    .argument('<run>', 'the run folder')
    .addOption(
      checkedOption('--split <part>', 'train, valid or test', choice(['train', 'valid', 'test'])).default(
        'valid',
      ),
    )
    .addOption(
      checkedOption('--batches <n>', "at most so many, of the run's own size", integer(1)).default(8),
    )
    .option('--out <file>', 'the page, ends in .html (default: inspect.html in the run folder)')
    .option('--data-dir <folder>', 'where the Penn Treebank lies, if not where it lay in training')
    .addOption(backendOption())
    .addHelpText('after', examples)
    .action(async (run: string, {out, ...flags}: InspectFlags) => {
      if (out !== undefined && !out.endsWith('.html'))
        throw new UserError(`--out: expected a file that ends in .html, got '${out}'`, 2);
      requireRunOf(charlmTask, run, 'inspect');
      const begin = performance.now();
      const inspection = await inspectRun(run, {
        ...(await withBackend(flags, run, context)),
        warn: (message) => note(context, `Warning: ${message}`),
        onProgress: (done, batches) => {
          if (performance.now() - begin > 2000) note(context, `inspected ${done} of ${batches} batches`);
        },
      });
      const command = ['normprop', ...context.args].join(' ');
      const page = out ?? join(run, 'inspect.html');
      const files = await writeInspection(inspection, page, basename(resolve(run)), command);
      printLine(context, files.join('\n'));
    });
}
