import type {Option} from 'commander';
import {backendWords} from '../backend/backendWords.js';
import type {BackendName} from 'normprop-doctor';
import {decideBackend} from '../backend/decideBackend.js';
import {choice} from '../config/optionKinds.js';
import {openRun} from '../tasks.js';
import {checkedOption} from './checkedOption.js';
import {note} from './commandContext.js';
import type {CommandContext} from './commandContext.js';

/**
 * `--backend` of a command that reads a trained run.
 *
 * @param otherwise What runs without it.
 */
export function backendOption(otherwise = "the run's"): Option {
  return checkedOption(
    '--backend <name>',
    `${backendWords.join(', ')} (the fastest here); default: ${otherwise}`,
    choice(backendWords),
  );
}

/** The flags of such a command with a backend in place of `auto`. */
export function withBackend<Flags extends {backend?: BackendName}>(
  flags: Flags,
  run: string,
  context: CommandContext,
): Promise<Flags> {
  return decideBackend(flags, () => {
    const {task, config} = openRun(run);
    return Promise.resolve({size: () => task.stepSize(config), tell: (line: string) => note(context, line)});
  });
}
