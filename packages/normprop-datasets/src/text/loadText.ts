import {checkSizes} from '../checkSizes.js';
import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import {readTextFile} from './readTextFile.js';
import {splitText, type PerSplit} from './splitText.js';
import {corpusOfParts, SPLIT_KINDS, SPLITS, withoutMark, type TextCorpus} from './textCorpus.js';
import type {Vocabulary} from './vocabulary.js';

/** Where a text comes from: a file (Node only) or a string. */
export type TextSource = {readonly path: string} | {readonly text: string};

/** Options of {@link loadText}. */
export interface LoadTextOptions {
  /** Fractions of the characters, in this order in the text; they add up to 1. Default 0.9, 0.05, 0.05. */
  split?: PerSplit<number>;
  /** Stands for every character of `valid` and `test` that `train` lacks. Default: none, such a character is an error. */
  unknownSymbol?: string;
  /** The numbering of the characters, e.g. that of a model which learns on; see {@link textCorpus}. Default: made from `train`. */
  vocabulary?: Vocabulary;
  /** The sequence length that is wanted: each part with a fraction above 0 must have more symbols. Default 1. */
  length?: number;
  /** The corpus's name. Default: the file's name, or `text`. */
  name?: string;
}

const OPTIONS: OptionKinds<LoadTextOptions> = {
  split: 'object',
  unknownSymbol: 'any',
  vocabulary: 'object',
  length: 'any',
  name: 'string',
};
const SOURCE: OptionKinds<{path?: string; text?: string}> = {path: 'any', text: 'any'};

/**
 * A corpus of any UTF-8 text: the first characters are for training, then validation, then test.
 *
 * A character is one Unicode code point; line ends and spaces are kept as they are; a leading byte order mark is dropped. The
 * vocabulary is that of the training part unless one is given; see {@link textCorpus} for characters that it lacks.
 *
 * @throws if the file is missing, a folder, unreadable, empty, longer than a string can be or not UTF-8; if the fractions are wrong; if a part is
 *   too short; if a character is unknown. Each message names the file or argument and what to do.
 *
 * @example
 * const corpus = await loadText({text: 'to be or not to be'}, {split: {train: 0.5, valid: 0.25, test: 0.25}});
 */
export async function loadText(source: TextSource, options: LoadTextOptions = {}): Promise<TextCorpus> {
  checkOptions('loadText', options, OPTIONS);
  const {split = {train: 0.9, valid: 0.05, test: 0.05}, unknownSymbol, vocabulary, length = 1} = options;
  checkSizes({length});
  const {path, text: given} = Object(source) as {path?: unknown; text?: unknown};
  if ((typeof path === 'string') === (typeof given === 'string')) {
    throw new Error(`source: expected {path: string} or {text: string}, got ${JSON.stringify(source)}`);
  }
  checkOptions('source', source as {path?: string; text?: string}, SOURCE);
  checkOptions('split', split, SPLIT_KINDS);
  const text = typeof path === 'string' ? await readTextFile(path) : withoutMark(given as string);
  const origin = typeof path === 'string' ? path : 'a string';
  const name = options.name ?? (typeof path === 'string' ? path.replace(/^.*[\\/]/, '') : 'text');
  if (text.length === 0) throw new Error(`${name}: the text is empty`);

  const texts = splitText(text, split, {name, length});
  const fractions = SPLITS.map((part) => split[part]).join('/');
  return corpusOfParts({
    name,
    description: `${origin}, code points, split ${fractions}`,
    texts,
    unknownSymbol,
    vocabulary,
  });
}
