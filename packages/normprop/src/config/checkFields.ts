import {UserError} from '../userError.js';
import {requireKind} from './optionKinds.js';
import type {OptionKind} from './optionKinds.js';

/**
 * Checks the fields of a config against the options that there are.
 *
 * @throws {UserError} naming an unknown field, or the field, what was expected and what came.
 */
export function checkFields(given: object, options: ReadonlyArray<{name: string; kind: OptionKind}>): void {
  for (const [name, value] of Object.entries(given)) {
    const option = options.find((each) => each.name === name);
    if (!option) {
      const names = options.map((each) => each.name).join(', ');
      throw new UserError(`config: unknown field '${name}'; the fields are ${names}`, 2);
    }
    if (value !== undefined) requireKind(name, option.kind, value, value);
  }
}
