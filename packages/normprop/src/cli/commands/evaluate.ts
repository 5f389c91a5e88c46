import type {Command} from 'commander';
import {charlmTask} from '../../charlm/charlmTask.js';
import type {BackendName} from 'normprop-doctor';
import {choice, integer, number} from '../../config/optionKinds.js';
import {evaluateRun} from '../../charlm/evaluate/evaluateRun.js';
import type {EvaluateOptions} from '../../charlm/evaluate/evaluateRun.js';
import type {Evaluation} from '../../charlm/evaluate/evaluation.js';
import {formatCount} from '../../progress/formatCount.js';
import {requireRunOf} from '../requireRunOf.js';
import {backendOption, withBackend} from '../backendOption.js';
import {checkedOption} from '../checkedOption.js';
import {note, printLine} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

interface EvaluateFlags {
  split: 'train' | 'valid' | 'test';
  as: 'pieces' | 'stream';
  characters: number;
  dynamic?: number;
  dataDir?: string;
  backend?: BackendName;
  json?: boolean;
}

const examples = `
Examples:
  $ normprop evaluate runs/novel
  $ normprop evaluate runs/novel --split test --as stream    # the test text as one long sequence
  $ normprop evaluate runs/novel --split test --as stream --dynamic 0.1

pieces: cut into pieces of the training length, each read from the initial state.
stream: read from beginning to end with the state carried along; slower, and usually a little better.
--dynamic: the model goes on learning from the text it has read; not to be compared with figures without it.
The figure is kept in evaluations.json of the run folder, for 'normprop report'.`;

/** `normprop evaluate`. */
export function addEvaluateCommand(program: Command, context: CommandContext): void {
  program
    .command('evaluate')
    .description('measure a trained run: bits per character on a part of its text')
    .argument('<run>', 'the run folder')
    .addOption(
      checkedOption('--split <part>', 'train, valid or test', choice(['train', 'valid', 'test'])).default(
        'valid',
      ),
    )
    .addOption(
      checkedOption('--as <how>', 'pieces or stream, see below', choice(['pieces', 'stream'])).default(
        'pieces',
      ),
    )
    .addOption(checkedOption('--characters <n>', 'at most so many; 0 for all', integer(0)).default(0))
    .addOption(
      checkedOption(
        '--dynamic <rate>',
        'with --as stream: dynamic evaluation, learning at this rate (default: off)',
        number({above: 0}),
      ),
    )
    .option('--data-dir <folder>', 'where the Penn Treebank lies, if not where it lay in training')
    .addOption(backendOption("the run's; normprop-runtime with --as stream"))
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action(async (run: string, {json, ...flags}: EvaluateFlags) => {
      requireRunOf(charlmTask, run, 'evaluate');
      const options: EvaluateOptions = {
        ...(await withBackend(flags, run, context)),
        warn: (message) => note(context, `Warning: ${message}`),
        onProgress: shareProgress(context),
      };
      const evaluation = await evaluateRun(run, options);
      printLine(context, json ? JSON.stringify({run, ...evaluation}) : words(evaluation));
    });
}

function words({split, as, bitsPerCharacter, characters, dynamic, whole, untrimmed}: Evaluation): string {
  const dynamically =
    dynamic === null
      ? 'without dynamic evaluation'
      : `with dynamic evaluation at rate ${dynamic} (not to be compared with figures without it)`;
  const how =
    as === 'pieces' ? 'in pieces, each from the initial state' : `read as one stream, ${dynamically}`;
  const of = whole ? ` (all but the first of ${formatCount(characters + 1)})` : '';
  const line = `${split}: ${bitsPerCharacter.toFixed(4)} bits per character over ${formatCount(characters)} characters${of}, ${how}`;
  if (!untrimmed) return line;
  return (
    `${line}\n${' '.repeat(split.length + 2)}${untrimmed.bitsPerCharacter.toFixed(4)} if the same bits are divided by ` +
    `${formatCount(untrimmed.symbols)} symbols, the count with a space kept at each line's end, which other papers state`
  );
}

/** A line every tenth, once a measurement has taken 5 seconds. */
function shareProgress(context: CommandContext): (done: number) => void {
  const begin = performance.now();
  let shown = 0;
  return (done) => {
    const tenth = Math.floor(done * 10);
    if (tenth === shown || performance.now() - begin < 5000) return;
    shown = tenth;
    note(context, `measured ${tenth * 10} %`);
  };
}
