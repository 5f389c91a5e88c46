import type {Command} from 'commander';
import type {BackendName} from '../config/charlmConfig.js';
import {integer, number} from '../config/optionKinds.js';
import {sampleRun} from '../evaluate/sampleRun.js';
import {backendOption, withBackend} from './backendOption.js';
import {checkedOption} from './checkedOption.js';
import {note} from './commandContext.js';
import type {CommandContext} from './commandContext.js';

interface SampleFlags {
  prime?: string;
  length: number;
  temperature: number;
  seed: number;
  backend?: BackendName;
}

const examples = `
Examples:
  $ normprop sample runs/novel
  $ normprop sample runs/novel --prime "Call me " --length 300 --temperature 0.5
  $ normprop sample runs/novel --seed 7                      # another text`;

/** `normprop sample`. */
export function addSampleCommand(program: Command, context: CommandContext): void {
  program
    .command('sample')
    .description('let a trained run write, one character after the other')
    .argument('<run>', 'the run folder')
    .option(
      '--prime <text>',
      "how the text begins; the model must know its characters (default: as the run's own sample)",
    )
    .addOption(checkedOption('--length <n>', 'characters to write', integer(1)).default(400))
    .addOption(
      checkedOption(
        '--temperature <n>',
        'below 1 safer, above 1 bolder; 0 takes the likeliest character each time',
        number({atLeast: 0}),
      ).default(0.8),
    )
    .addOption(checkedOption('--seed <n>', 'the same seed writes the same text', integer(0)).default(1))
    .addOption(backendOption())
    .addHelpText('after', examples)
    .action(async (run: string, flags: SampleFlags) => {
      const write = (text: string): void => void context.stdout.write(text);
      const warn = (message: string): void => note(context, `Warning: ${message}`);
      const chosen = await withBackend(flags, run, context);
      await sampleRun(run, {...chosen, warn, onPrime: write, onText: write});
      context.stdout.write('\n');
    });
}
