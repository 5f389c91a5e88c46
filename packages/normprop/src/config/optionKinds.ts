import {UserError} from '../userError.js';

/** How one option is read from text and how a value from a JSON file is checked. */
export interface OptionKind {
  /** What is wanted, in words: `an integer of at least 1`. */
  expected: string;
  /** The value that the text on the command line stands for; undefined when it stands for none. */
  parse(text: string): unknown;
  /** Whether a value (parsed, or out of JSON) is one of this kind. */
  accepts(value: unknown): boolean;
}

const toNumber = (text: string): number | undefined => {
  const value = Number(text);
  return text.trim() === '' || Number.isNaN(value) ? undefined : value;
};

/** An integer of at least `least`. */
export function integer(least: number): OptionKind {
  return {
    expected: `an integer of at least ${least}`,
    parse: toNumber,
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= least,
  };
}

/** A finite number within bounds; `above` and `below` are themselves left out. */
export function number(bounds: {above?: number; atLeast?: number; below?: number} = {}): OptionKind {
  const {above, atLeast, below} = bounds;
  const words = [
    above === undefined ? '' : ` above ${above}`,
    atLeast === undefined ? '' : ` of at least ${atLeast}`,
    below === undefined ? '' : ` and below ${below}`,
  ];
  return {
    expected: `a number${words.join('')}`,
    parse: toNumber,
    accepts: (value) =>
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (above === undefined || value > above) &&
      (atLeast === undefined || value >= atLeast) &&
      (below === undefined || value < below),
  };
}

/** One of a few words. */
export function choice(words: readonly string[]): OptionKind {
  return {
    expected: `one of ${words.join(', ')}`,
    parse: (text) => text,
    accepts: (value) => words.includes(value as string),
  };
}

/** Any text that is not empty. */
export function text(expected: string): OptionKind {
  return {expected, parse: (value) => value, accepts: (value) => typeof value === 'string' && value !== ''};
}

/** Text of a pattern. */
export function pattern(expected: string, form: RegExp): OptionKind {
  return {
    expected,
    parse: (value) => value,
    accepts: (value) => typeof value === 'string' && form.test(value),
  };
}

/** True or false: `--flag` and `--no-flag`. */
export const flag: OptionKind = {
  expected: 'true or false',
  parse: (value) => (value === 'true' ? true : value === 'false' ? false : undefined),
  accepts: (value) => typeof value === 'boolean',
};

/** A word with a meaning of its own (`sqrt`, `none` for null), or else the other kind. */
export function orWord(word: string, value: unknown, kind: OptionKind): OptionKind {
  return {
    expected: `${kind.expected}, or ${word}`,
    parse: (given) => (given === word ? value : kind.parse(given)),
    accepts: (given) => given === value || kind.accepts(given),
  };
}

/** Three numbers that say how much of a text is for training, validation and test: `90,5,5`, in per cent. */
export const shares: OptionKind = {
  expected:
    'the shares of training, validation and test in per cent, like 90,5,5: together 100, the first two above 0',
  parse: (given) => given.split(',').map(toNumber).join(','),
  accepts(value) {
    if (typeof value !== 'string' || shares.parse(value) !== value) return false;
    const [train, valid, test, ...more] = value.split(',').map(Number);
    if (more.length || !(train > 0 && valid > 0 && test >= 0)) return false;
    return Math.abs(train + valid + test - 100) < 1e-9;
  },
};

/** Comma-separated values, each of one kind. */
export function listOf(kind: OptionKind): OptionKind {
  return {
    expected: `a list like a,b, each ${kind.expected}`,
    parse: (text) => text.split(',').map((part) => kind.parse(part)),
    accepts: (value) => Array.isArray(value) && value.every((part) => kind.accepts(part)),
  };
}

/**
 * Throws unless the value is of its kind.
 *
 * @param name The option as the user wrote it: `units` or `--units`.
 * @param given What to show as "got", as the user wrote it.
 */
export function requireKind(name: string, kind: OptionKind, value: unknown, given: unknown): void {
  if (kind.accepts(value)) return;
  const shown = typeof given === 'string' ? `'${given}'` : JSON.stringify(given);
  throw new UserError(`${name}: expected ${kind.expected}, got ${shown}`, 2);
}
