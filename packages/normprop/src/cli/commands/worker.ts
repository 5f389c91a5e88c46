import {availableParallelism} from 'node:os';
import type {Command} from 'commander';
import {integer} from '../../config/optionKinds.js';
import {runWorker} from '../../sweep/queue/runWorker.js';
import {UserError} from '../../userError.js';
import {checkedOption} from '../checkedOption.js';
import {note} from '../commandContext.js';
import type {CommandContext} from '../commandContext.js';
import {withInterruptSignal} from '../interruptSignal.js';
import {redisOption} from '../redisOption.js';
import {threadsAsked} from '../threadsOption.js';

interface WorkerFlags {
  redis?: string;
  out: string;
  jobs?: number;
  dataDir?: string;
  lockSeconds: number;
}

const examples = `
Examples:
  $ normprop worker --redis redis://queue:6379 --out /shared/search
  $ normprop worker --redis redis://queue:6379 --out /shared/search --jobs 4 --data-dir /data/ptb

Start it before or after the sweep, on as many machines as there are, all with the same shared folder. Ctrl-C and
SIGTERM save its runs and give them back; after kill -9 others take them up once --lock-seconds are over.`;

/** `normprop worker`. */
export function addWorkerCommand(program: Command, context: CommandContext): void {
  program
    .command('worker')
    .description('train runs of sweeps that were started with --redis, until it is stopped')
    .addOption(redisOption())
    .requiredOption('--out <folder>', "the sweep's folder, which all machines share")
    .addOption(checkedOption('--jobs <n>', 'runs at a time (default: the cores)', integer(1)))
    .option(
      '--data-dir <folder>',
      'where the data lie on this machine; texts are read from there and from --out, and from nowhere else',
    )
    .addOption(
      checkedOption('--lock-seconds <n>', 'silence after which a worker counts as dead', integer(2)).default(
        30,
      ),
    )
    .addHelpText('after', examples)
    .action(async (flags: WorkerFlags, command: Command) => {
      const {redis, out, jobs = availableParallelism(), dataDir, lockSeconds} = flags;
      const threads = threadsAsked(command);
      if (redis === undefined)
        throw new UserError('worker: expected --redis <url> or NORMPROP_REDIS, got neither', 2);
      await withInterruptSignal(
        () => note(context, '\nSaving the runs and giving them back …'),
        async (signal) => {
          note(context, `Working on ${out}, ${jobs} at a time`);
          const say = (text: string): void => note(context, text);
          await runWorker({folder: out, redis, jobs, threads, dataDir, lockSeconds, signal, note: say});
        },
      );
    });
}
