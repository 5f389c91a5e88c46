import {Option} from 'commander';
import type {Command} from 'commander';
import type {CharlmConfig} from '../config/charlmConfig.js';
import {charlmOptions} from '../config/charlmOptions.js';
import type {CharlmOption} from '../config/charlmOptions.js';
import {defaultOf} from '../config/resolveConfig.js';
import {checkedValue, nothing} from './checkedOption.js';

const flagOf = ({flags}: CharlmOption): string => flags.split(' ')[0];

/**
 * Puts the options of a character language model on a command, under headings, each with its default.
 *
 * @param without Config fields that this command sets otherwise.
 */
export function addCharlmOptions(command: Command, without: readonly string[] = []): void {
  for (const option of charlmOptions.filter(({name}) => !without.includes(name))) {
    const fallback = defaultOf(option.name);
    const help =
      option.help + (fallback === null || fallback === false ? '' : ` (default: ${String(fallback)})`);
    const heading = `${option.group} options:`;
    const shown = new Option(option.flags, help).helpGroup(heading);
    if (option.flags.includes('<')) {
      shown.argParser((text) => checkedValue(flagOf(option), option.kind, text));
      command.addOption(shown);
    } else {
      command.addOption(shown);
      command.addOption(new Option(option.flags.replace('--', '--no-')).helpGroup(heading).hideHelp());
    }
  }
}

/** The config fields that were given on the command line, and only those. */
export function givenConfig(command: Command): Partial<CharlmConfig> {
  const given = charlmOptions
    .filter(({name}) => command.getOptionValueSource(name) === 'cli')
    .map(({name}) => [name, command.getOptionValue(name) as unknown])
    .map(([name, value]) => [name, value === nothing ? null : value]);
  return Object.fromEntries(given) as Partial<CharlmConfig>;
}
