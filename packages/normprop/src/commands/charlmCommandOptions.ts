import type {Command} from 'commander';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {charlmOptions} from '../config/charlmOptions.js';
import {defaultOf} from '../config/resolveConfig.js';
import {addConfigOptions, givenOptions} from './configCommandOptions.js';

/**
 * Puts the options of a character language model on a command.
 *
 * @param without Config fields that this command sets otherwise.
 */
export function addCharlmOptions(command: Command, without: readonly string[] = []): void {
  addConfigOptions(
    command,
    charlmOptions.filter(({name}) => !without.includes(name)),
    defaultOf,
  );
}

/** The config fields that were given on the command line, and only those. */
export function givenConfig(command: Command): Partial<CharlmConfig> {
  return givenOptions(command, charlmOptions);
}
