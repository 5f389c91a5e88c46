import type {Option} from 'commander';
import {decideBackend} from '../backend/decideBackend.js';
import type {BackendName} from '../config/charlmConfig.js';
import {backendWords} from '../config/names.js';
import {choice} from '../config/optionKinds.js';
import {stepSizeOf} from '../config/stepSizeOf.js';
import {openRunFolder} from '../run/runFolder.js';
import {checkedOption} from './checkedOption.js';
import {note} from './commandContext.js';
import type {CommandContext} from './commandContext.js';

/** `--backend` of a command that reads a trained run. */
export function backendOption(): Option {
  return checkedOption(
    '--backend <name>',
    `${backendWords.join(', ')} (the fastest here); default: the run's`,
    choice(backendWords),
  );
}

/** The flags of such a command with a backend in place of `auto`. */
export function withBackend<Flags extends {backend?: BackendName}>(
  flags: Flags,
  run: string,
  context: CommandContext,
): Promise<Flags> {
  return decideBackend(flags, async () => {
    const {config} = await openRunFolder(run);
    return {size: () => stepSizeOf(config), tell: (line) => note(context, line)};
  });
}
