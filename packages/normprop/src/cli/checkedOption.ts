import {Option} from 'commander';
import {requireKind} from '../config/optionKinds.js';
import type {OptionKind} from '../config/optionKinds.js';

/**
 * What an option's word for null (`none`, `default`) gives to commander, which takes a parsed null for a missing
 * argument; `givenConfig` turns it back.
 */
export const nothing = Symbol('null');

/** The value of an option as commander keeps it; the error names the option. */
export function checkedValue(flag: string, kind: OptionKind, text: string): unknown {
  const value = kind.parse(text);
  requireKind(flag, kind, value, text);
  return value === null ? nothing : value;
}

/** An option whose value is checked. */
export function checkedOption(flags: string, help: string, kind: OptionKind): Option {
  return new Option(flags, help).argParser((text) => checkedValue(flags.split(' ')[0], kind, text));
}
