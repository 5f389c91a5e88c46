import {basename, join, resolve} from 'node:path';
import {statSync} from 'node:fs';
import type {Command} from 'commander';
import {shellWord} from '../../config/shellWord.js';
import {experimentMarkdown} from '../../charlm/experiment/experimentMarkdown.js';
import {experimentReport} from '../../charlm/experiment/experimentReport.js';
import {fillBlock} from '../../charlm/experiment/fillBlock.js';
import {findRuns} from '../../charlm/experiment/findRuns.js';
import {readReference} from '../../charlm/experiment/reference.js';
import {tableAsText} from '../../page/table.js';
import {writeExperiment} from '../../charlm/experiment/writeExperiment.js';
import {UserError} from '../../userError.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

interface ReportFlags {
  out?: string;
  title?: string;
  beside?: string;
  into?: string;
  block: string;
}

const examples = `
Examples:
  $ normprop report runs/five                                  # runs/five/results.html
  $ normprop report runs --out table1/results.html --beside paper.json
  $ normprop report runs/five --into README.md --block table1  # fills in a README's table

Beside the page lie, under its name: .md (the tables), .jsonl (a line a run, from which 'normprop report
results.jsonl' makes the page again), -updates and -seconds as .svg and .png. Runs that differ in the seed
alone are one row. Unfinished runs are marked.

--beside takes a JSON file: {"name": "the paper", "source": "...", "conditions": "...", "rows": [{"title":
"Norm Prop", "beside": ["normProp"], "validation": 1.422, "secondsPerEpoch": 413, "test": 1.262, "units":
1000}]}; "beside" names config files or models.`;

/** `normprop report`. */
export function addReportCommand(program: Command, context: CommandContext): void {
  program
    .command('report')
    .description('one page over a folder of runs: table over seeds, learning curves, times, samples, configs')
    .argument('<runs>', 'a folder with run folders anywhere in it, or a results.jsonl')
    .option('--out <page>', 'the page, ending in .html (default: results.html in the folder)')
    .option('--title <text>', 'its heading (default: the name of the folder)')
    .option('--beside <file>', "somebody else's results, to stand beside these")
    .option(
      '--into <file>',
      'put the tables between <!-- block:start --> and <!-- block:end --> of this file',
    )
    .option('--block <name>', 'the name in these comments', 'results')
    .addHelpText('after', examples)
    .action(async (runs: string, {out, title, beside, into, block}: ReportFlags) => {
      if (out !== undefined && !out.endsWith('.html'))
        throw new UserError(`--out: expected a name that ends in .html, got '${out}'`, 2);
      const reference = beside === undefined ? undefined : await readReference(beside);
      const found = await findRuns(runs);
      const page = out ?? defaultPage(runs);
      const report = experimentReport(found, {
        title: title ?? basename(resolve(runs)).replace(/\.jsonl$/, ''),
        command: `normprop ${context.args.map(shellWord).join(' ')}`,
        reference,
      });
      const files = await writeExperiment(report, found.records, page, (message) =>
        note(context, `Warning: ${message}`),
      );
      if (into !== undefined) await fillBlock(into, block, experimentMarkdown(report));
      for (const line of report.leftOut) note(context, `Left out: ${line}`);
      const {texts, times, tests} = report;
      for (const {text, results, order} of texts) {
        if (texts.length > 1) printLine(context, `\n${text}`);
        printLine(context, `\n${tableAsText(results)}`);
        printLine(
          context,
          ['', ...order.sentences, ...order.reversals.map((line) => `  ${line}`)].join('\n'),
        );
      }
      for (const table of [...(tests ? [tests] : []), times]) printLine(context, `\n${tableAsText(table)}`);
      printLine(context, `\nWritten: ${[...files, ...(into === undefined ? [] : [into])].join(', ')}`);
    });
}

function defaultPage(runs: string): string {
  return statSync(runs).isDirectory() ? join(runs, 'results.html') : runs.replace(/(\.jsonl)?$/, '.html');
}
