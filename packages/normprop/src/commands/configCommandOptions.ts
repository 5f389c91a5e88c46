import {Option} from 'commander';
import type {Command} from 'commander';
import type {ConfigOption} from '../config/charlmOptions.js';
import {checkedValue, nothing} from './checkedOption.js';

/**
 * Puts the options of a kind of run on a command, under headings, each with its default.
 *
 * @param defaultOf The value of an option that is not given; null and false are not shown.
 */
export function addConfigOptions<Config>(
  command: Command,
  options: ReadonlyArray<ConfigOption<Config>>,
  defaultOf: (name: keyof Config & string) => string | number | boolean | null,
): void {
  for (const option of options) {
    const fallback = defaultOf(option.name);
    const help =
      option.help + (fallback === null || fallback === false ? '' : ` (default: ${String(fallback)})`);
    const heading = `${option.group} options:`;
    const shown = new Option(option.flags, help).helpGroup(heading);
    if (option.flags.includes('<')) {
      const kind = option.commandLineKind ?? option.kind;
      shown.argParser((text) => checkedValue(option.flags.split(' ')[0], kind, text));
      command.addOption(shown);
    } else {
      command.addOption(shown);
      command.addOption(new Option(option.flags.replace('--', '--no-')).helpGroup(heading).hideHelp());
    }
  }
}

/** The config fields that were given on the command line, and only those. */
export function givenOptions<Config>(
  command: Command,
  options: ReadonlyArray<ConfigOption<Config>>,
): Partial<Config> {
  const given = options
    .filter(({name}) => command.getOptionValueSource(name) === 'cli')
    .map(({name}) => [name, command.getOptionValue(name) as unknown])
    .map(([name, value]) => [name, value === nothing ? null : value]);
  return Object.fromEntries(given) as Partial<Config>;
}
