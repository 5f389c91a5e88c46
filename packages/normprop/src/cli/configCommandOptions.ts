import {Option} from 'commander';
import type {Command} from 'commander';
import type {ConfigRules} from '../config/configRules.js';
import type {RunConfig} from '../config/runConfig.js';
import {checkedValue, nothing} from './checkedOption.js';

/**
 * Puts the options of a task's runs on a command, under headings, each with its default (null and false are not shown).
 *
 * @param without Config fields that this command sets otherwise.
 */
export function addConfigOptions(
  command: Command,
  {options, defaultOf}: ConfigRules,
  without: readonly string[] = [],
): void {
  for (const option of options.filter(({name}) => !without.includes(name))) {
    const fallback = defaultOf(option.name) as string | number | boolean | null;
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
export function givenConfig(command: Command, {options}: ConfigRules): Partial<RunConfig> {
  const given = options
    .filter(({name}) => command.getOptionValueSource(name) === 'cli')
    .map(({name}) => [name, command.getOptionValue(name) as unknown])
    .map(([name, value]) => [name, value === nothing ? null : value]);
  return Object.fromEntries(given) as Partial<RunConfig>;
}
