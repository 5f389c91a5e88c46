import {Option} from 'commander';
import {requireKind} from '../config/optionKinds.js';
import type {OptionKind} from '../config/optionKinds.js';

/** An option whose value is checked; the error names it. */
export function checkedOption(flags: string, help: string, kind: OptionKind): Option {
  return new Option(flags, help).argParser((text) => {
    const value = kind.parse(text);
    requireKind(flags.split(' ')[0], kind, value, text);
    return value;
  });
}
