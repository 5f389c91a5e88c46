import type {ConfigOption} from '../config/configOption.js';
import {UserError} from '../userError.js';

/**
 * Runs a step whose errors name fields of a config (`gammaX: …`), and names the flag instead (`--gamma-x: …`) where the field
 * was given on the command line.
 *
 * @param given The fields that were given there.
 */
export async function nameFlags<T>(
  options: readonly ConfigOption[],
  given: object,
  step: () => T | Promise<T>,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof UserError)
      error.message = error.message.replace(/^\w+(?=:)/, (name) => flagOf(options, name, given));
    throw error;
  }
}

function flagOf(options: readonly ConfigOption[], name: string, given: object): string {
  const option = name in given ? options.find((each) => each.name === name) : undefined;
  return option ? option.flags.split(' ')[0] : name;
}
