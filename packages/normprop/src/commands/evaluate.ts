import type {Command} from 'commander';
import type {BackendName} from '../config/charlmConfig.js';
import {backendNames} from '../config/names.js';
import {choice, integer} from '../config/optionKinds.js';
import {evaluateRun} from '../evaluate/evaluateRun.js';
import type {EvaluateOptions} from '../evaluate/evaluateRun.js';
import {formatCount} from '../progress/formatCount.js';
import {checkedOption} from './checkedOption.js';
import {note, printLine} from './commandContext.js';
import type {CommandContext} from './commandContext.js';

interface EvaluateFlags {
  split: 'train' | 'valid' | 'test';
  as: 'pieces' | 'stream';
  characters: number;
  dataDir?: string;
  backend?: BackendName;
  json?: boolean;
}

const examples = `
Examples:
  $ normprop evaluate runs/novel
  $ normprop evaluate runs/novel --split test --as stream    # the test text as one long sequence

pieces: cut into pieces of the training length, each read from the initial state.
stream: read from beginning to end with the state carried along; slower, and usually a little better.`;

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
    .option('--data-dir <folder>', 'where the Penn Treebank lies, if not where it lay in training')
    .addOption(
      checkedOption(
        '--backend <name>',
        `${backendNames.join(' or ')} (default: the run's)`,
        choice(backendNames),
      ),
    )
    .option('--json', 'print one JSON object')
    .addHelpText('after', examples)
    .action(async (run: string, {json, ...flags}: EvaluateFlags) => {
      const options: EvaluateOptions = {
        ...flags,
        warn: (message) => note(context, `Warning: ${message}`),
        onProgress: shareProgress(context),
      };
      const {bitsPerCharacter, characters} = await evaluateRun(run, options);
      const {split, as} = flags;
      printLine(
        context,
        json
          ? JSON.stringify({run, split, as, bitsPerCharacter, characters})
          : `${split}: ${bitsPerCharacter.toFixed(4)} bits per character over ${formatCount(characters)} characters, ` +
              (as === 'stream' ? 'read as one stream' : 'in pieces, each from the initial state'),
      );
    });
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
