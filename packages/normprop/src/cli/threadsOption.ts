import type {Command} from 'commander';
import type {OptionKind} from '../config/optionKinds.js';
import type {Threads} from '../sweep/trainerMessages.js';
import {checkedOption} from './checkedOption.js';

const MOST = 64; // as many as the kernels take

const threads: OptionKind = {
  expected: `auto or a whole number from 1 to ${MOST}`,
  parse: (text) => (text === 'auto' ? text : Number(text)),
  accepts: (value) =>
    value === 'auto' || (Number.isInteger(value) && (value as number) >= 1 && (value as number) <= MOST),
};

/** What `--threads` asks for, if it was given. */
export const threadsAsked = (command: Command): Threads | undefined =>
  command.optsWithGlobals<{threads?: Threads}>().threads;

/** `--threads` of every command. It is no part of a run's config, since the results are the same bits. */
export function addThreadsOption(program: Command): void {
  program.addOption(
    checkedOption(
      '--threads <n>',
      'threads that share large work; auto (default): as many as are measured to be faster',
      threads,
    ),
  );
  program.hook('preAction', async () => {
    const threads = threadsAsked(program);
    if (threads === undefined) return;
    const {useKernels} = await import('normprop-core');
    useKernels({threads});
  });
}
