import {readTextFile} from './readTextFile.js';
import {SPLITS, textCorpus, type Split, type TextCorpus} from './textCorpus.js';

/** Where a text comes from: a file (Node only) or a string. */
export type TextSource = {readonly path: string} | {readonly text: string};

/** Options of {@link loadText}. */
export interface LoadTextOptions {
  /** Fractions of the characters, in this order in the text; they add up to 1. Default 0.9, 0.05, 0.05. */
  split?: Readonly<Record<Split, number>>;
  /** Stands for every character of `valid` and `test` that `train` lacks. Default: none, such a character is an error. */
  unknownSymbol?: string;
  /** The sequence length that is wanted: each part with a fraction above 0 must have more symbols. Default 1. */
  length?: number;
  /** The corpus's name. Default: the file's name, or `text`. */
  name?: string;
}

/**
 * A corpus of any UTF-8 text: the first characters are for training, then validation, then test.
 *
 * A character is one Unicode code point; line ends and spaces are kept as they are; a leading byte order mark is dropped. The
 * vocabulary is that of the training part; see {@link textCorpus} for characters that it lacks.
 *
 * @throws if the file is missing, a folder, unreadable, empty or not UTF-8; if the fractions are wrong; if a part is
 *   too short; if a character is unknown. Each message names the file or argument and what to do.
 *
 * @example
 * const corpus = await loadText({text: 'to be or not to be'}, {split: {train: 0.5, valid: 0.25, test: 0.25}});
 */
export async function loadText(source: TextSource, options: LoadTextOptions = {}): Promise<TextCorpus> {
  const {split = {train: 0.9, valid: 0.05, test: 0.05}, unknownSymbol, length = 1} = options;
  checkSplit(split);
  if (!Number.isInteger(length) || length < 1) {
    throw new Error(`length: expected an integer of at least 1, got ${length}`);
  }
  const {path, text: given} = Object(source) as {path?: unknown; text?: unknown};
  if (typeof path !== 'string' && typeof given !== 'string') {
    throw new Error(`source: expected {path: string} or {text: string}, got ${JSON.stringify(source)}`);
  }
  const text = typeof path === 'string' ? await readTextFile(path) : (given as string);
  const name = options.name ?? (typeof path === 'string' ? path.replace(/^.*[\\/]/, '') : 'text');
  const total = countCharacters(text);
  if (total === 0) throw new Error(`${name}: the text is empty`);

  const ends = [split.train, split.train + split.valid].map((part) => Math.round(part * total));
  const bounds = [0, ...ends, total];
  const texts = {train: '', valid: '', test: ''};
  let begin = 0;
  for (const [i, part] of SPLITS.entries()) {
    const count = bounds[i + 1] - bounds[i];
    // A sequence of `length` inputs needs one more symbol: the last target.
    if (split[part] > 0 && count < length + 1) {
      throw new Error(
        `${name}: too short. ${part} would be ${split[part]} of ${total} characters = ${count}; ` +
          `sequences of length ${length} need at least ${length + 1}`,
      );
    }
    const end = skipCharacters(text, begin, count);
    texts[part] = text.slice(begin, end);
    begin = end;
  }
  const fractions = SPLITS.map((part) => split[part]).join('/');
  const description = `${typeof path === 'string' ? path : 'a string'}, code points, split ${fractions}`;
  return textCorpus({name, description, texts, unknownSymbol});
}

/** Code points of a text, without an array of them all. */
function countCharacters(text: string): number {
  let count = 0;
  for (let i = 0; i < text.length; count++) i += codeUnitsAt(text, i);
  return count;
}

/** The index in a text that is `count` code points after `begin`. */
function skipCharacters(text: string, begin: number, count: number): number {
  let i = begin;
  for (let skipped = 0; skipped < count; skipped++) i += codeUnitsAt(text, i);
  return i;
}

const codeUnitsAt = (text: string, i: number): number => (text.codePointAt(i)! > 0xffff ? 2 : 1);

function checkSplit(split: Readonly<Record<Split, number>>): void {
  const fractions = SPLITS.map((part) => split[part]);
  const wrong = fractions.some((fraction) => !(fraction >= 0 && fraction <= 1)) || !(fractions[0] > 0);
  // 1e-9: fractions like 0.9 + 0.05 + 0.05 do not add up to 1 exactly.
  if (wrong || Math.abs(fractions[0] + fractions[1] + fractions[2] - 1) > 1e-9) {
    throw new Error(
      `split: expected {train, valid, test}, fractions of at least 0 that add up to 1, train above 0; ` +
        `got ${JSON.stringify(split)}`,
    );
  }
}
