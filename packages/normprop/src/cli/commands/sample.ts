import type {Command} from 'commander';
import {charlmTask} from '../../charlm/charlmTask.js';
import type {BackendName} from 'normprop-doctor';
import {integer, number} from '../../config/optionKinds.js';
import {sampleRun} from '../../charlm/sample/sampleRun.js';
import {readPrime} from '../readPrime.js';
import {requireRunOf} from '../requireRunOf.js';
import {backendOption, withBackend} from '../backendOption.js';
import {checkedOption} from '../checkedOption.js';
import {note} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';

interface SampleFlags {
  prime?: string;
  primeFile?: string;
  length: number;
  temperature: number;
  seed: number;
  backend?: BackendName;
}

const examples = `
Examples:
  $ normprop sample runs/novel
  $ normprop sample runs/novel --prime "Call me " --length 300 --temperature 0.5
  $ normprop sample runs/novel --prime '\\nCHAPTER '
  $ head -n 3 novel.txt | normprop sample runs/novel --prime-file -
  $ normprop sample runs/novel --seed 7                      # another text`;

/** `normprop sample`. */
export function addSampleCommand(program: Command, context: CommandContext): void {
  program
    .command('sample')
    .description('let a trained run write, one character after the other')
    .argument('<run>', 'the run folder')
    .option(
      '--prime <text>',
      "how the text begins; the model must know its characters; \\n, \\t and \\\\ as in JavaScript (default: as the run's own sample)",
    )
    .option('--prime-file <file>', 'the beginning out of a UTF-8 file; - for standard input')
    .addOption(checkedOption('--length <n>', 'characters to write', integer(1)).default(400))
    .addOption(
      checkedOption(
        '--temperature <n>',
        'below 1 safer, above 1 bolder; 0 takes the likeliest character each time',
        number({atLeast: 0}),
      ).default(0.8),
    )
    .addOption(checkedOption('--seed <n>', 'the same seed writes the same text', integer(0)).default(1))
    .addOption(backendOption('normprop-runtime, without TensorFlow.js'))
    .addHelpText('after', examples)
    .action(async (run: string, {primeFile, ...flags}: SampleFlags) => {
      requireRunOf(charlmTask, run, 'sample');
      const prime = await readPrime(flags.prime, primeFile);
      const write = (text: string): void => void context.stdout.write(text);
      const warn = (message: string): void => note(context, `Warning: ${message}`);
      const chosen = await withBackend(flags, run, context);
      await sampleRun(run, {...chosen, prime, warn, onPrime: write, onText: write});
      context.stdout.write('\n');
    });
}
