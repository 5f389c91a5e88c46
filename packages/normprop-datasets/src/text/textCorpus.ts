import {checkOptions, type OptionKinds} from '../options/checkOptions.js';
import {Vocabulary, type SymbolStream} from './vocabulary.js';

/** The three parts of a corpus. */
export type Split = 'train' | 'valid' | 'test';

/** The parts in their order in the text. */
export const SPLITS: readonly Split[] = ['train', 'valid', 'test'];

/** The parts as options, to check that an object has no other. */
export const SPLIT_KINDS: OptionKinds<Record<Split, unknown>> = {train: 'any', valid: 'any', test: 'any'};

/** A text as three streams of symbol numbers. */
export interface TextCorpus {
  /** A short name for tables and run folders, e.g. `ptb` or the file's name. */
  readonly name: string;
  /** One line on where the text is from and how it became symbols, for reports. */
  readonly description: string;
  /** The symbols of `train`, and of `train` only, unless another one was given. */
  readonly vocabulary: Vocabulary;
  readonly train: SymbolStream;
  readonly valid: SymbolStream;
  readonly test: SymbolStream;
  /** Symbols (characters) in each part. */
  readonly symbolCounts: Readonly<Record<Split, number>>;
  /** Characters in each part that the vocabulary lacks, encoded as the `unknownSymbol`; all 0 without one. */
  readonly unknownCounts: Readonly<Record<Split, number>>;
}

/** What {@link textCorpus} takes. */
export interface TextCorpusArgs {
  name: string;
  description?: string;
  /** The three texts; `valid` and `test` may be empty. */
  texts: Readonly<Record<Split, string>>;
  /** Stands for every character of `valid` and `test` that `train` lacks. Default: none, such a character is an error. */
  unknownSymbol?: string;
  /** The numbering of the characters, e.g. that of a model which learns on. Default: made from `train`. */
  vocabulary?: Vocabulary;
}

const ARGS: OptionKinds<TextCorpusArgs> = {
  name: 'string',
  description: 'string',
  texts: 'object',
  unknownSymbol: 'any',
  vocabulary: 'object',
};

/**
 * Makes a corpus of three texts: vocabulary from `train` only, each text as symbol numbers. A leading byte order mark is dropped
 * from each.
 *
 * A model cannot have learnt a character that training never shows. So a character of `valid` or `test` that `train`
 * lacks is an error, unless `unknownSymbol` declares the one symbol that stands for all of them; they then count in
 * the bits per character like any other, and `unknownCounts` says how many there are.
 *
 * With a `vocabulary` the symbols are its own, whatever `train` has, and characters that it lacks are its `unknownSymbol`, in `train`
 * too.
 *
 * @throws if `train` is empty, a character is unknown and no `unknownSymbol` was declared, or both a `vocabulary` and an
 *   `unknownSymbol` are given.
 */
export function textCorpus(args: TextCorpusArgs): TextCorpus {
  checkOptions('textCorpus', args, ARGS);
  checkOptions('texts', args.texts, SPLIT_KINDS);
  const [train, valid, test] = SPLITS.map((split) => {
    const text: unknown = args.texts[split];
    if (typeof text !== 'string') throw new Error(`texts.${split}: expected a string, got ${String(text)}`);
    return withoutMark(text);
  });
  return corpusOfParts({...args, texts: {train, valid, test}});
}

/** A text without the byte order mark that it may begin with, which is no character of it. */
export const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text);

/** {@link textCorpus} of texts that are taken as they are. */
export function corpusOfParts(args: TextCorpusArgs): TextCorpus {
  const {name, description = name, texts} = args;
  if (texts.train.length === 0) throw new Error(`${name}: train is empty`);
  const vocabulary = vocabularyOf(args);
  const encode = (split: Split): SymbolStream => {
    try {
      return vocabulary.encode(texts[split], `${name}, ${split}`);
    } catch (cause) {
      const whatToDo = args.vocabulary
        ? ', which was given. Give one that has an unknownSymbol for such characters, or another text'
        : ', which is made from train alone. ' +
          `Declare a symbol for such characters, e.g. unknownSymbol: '\\uFFFD', or choose another split`;
      throw new Error((cause as Error).message + whatToDo, {cause});
    }
  };
  const [train, valid, test] = SPLITS.map(encode);
  const countUnknown = (split: Split) =>
    vocabulary.unknownSymbol === undefined ? 0 : vocabulary.countUnknown(texts[split]);
  return {
    name,
    description,
    vocabulary,
    train,
    valid,
    test,
    symbolCounts: {train: train.length, valid: valid.length, test: test.length},
    unknownCounts: {train: countUnknown('train'), valid: countUnknown('valid'), test: countUnknown('test')},
  };
}

/** The vocabulary that was given, or that of `train`. */
function vocabularyOf({texts, unknownSymbol, vocabulary}: TextCorpusArgs): Vocabulary {
  if (vocabulary === undefined) return Vocabulary.fromText(texts.train, {unknownSymbol});
  if (!(vocabulary instanceof Vocabulary))
    throw new Error('vocabulary: expected a Vocabulary; Vocabulary.fromJSON makes one of its JSON');
  if (unknownSymbol !== undefined)
    throw new Error('unknownSymbol: a vocabulary that is given has its own; leave one of them out');
  return vocabulary;
}
