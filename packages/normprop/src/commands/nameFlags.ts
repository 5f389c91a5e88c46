import {charlmOption} from '../config/charlmOptions.js';
import {UserError} from '../userError.js';

/**
 * Runs a task whose errors name fields of a config (`gammaX: …`), and names the flag instead (`--gamma-x: …`) where the field
 * was given on the command line.
 *
 * @param given The fields that were given there.
 */
export async function nameFlags<T>(given: object, task: () => T | Promise<T>): Promise<T> {
  try {
    return await task();
  } catch (error) {
    if (error instanceof UserError)
      error.message = error.message.replace(/^\w+(?=:)/, (name) => flagOf(name, given));
    throw error;
  }
}

function flagOf(name: string, given: object): string {
  const option = name in given ? charlmOption(name) : undefined;
  return option ? option.flags.split(' ')[0] : name;
}
