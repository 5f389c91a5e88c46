import {checkOptions, type OptionKinds} from '../options/checkOptions.js';

/** Symbol numbers, one per character: `Uint8Array` while the vocabulary has at most 256 symbols, else `Uint16Array`. */
export type SymbolStream = Uint8Array | Uint16Array;

/** What {@link Vocabulary.toJSON} gives and {@link Vocabulary.fromJSON} takes; plain JSON. */
export interface VocabularyJSON {
  /** The symbols in the order of their numbers. */
  symbols: string[];
  /** The symbol that stands for every character that is not in `symbols`; absent if such characters are errors. */
  unknownSymbol?: string;
}

/** How a {@link Vocabulary} treats characters that it lacks. */
export interface VocabularyOptions {
  /** Stands for every character that is not in `symbols`; appended if it is not among them. */
  unknownSymbol?: string;
}

const OPTIONS: OptionKinds<VocabularyOptions> = {unknownSymbol: 'any'};
const JSON_FIELDS: OptionKinds<VocabularyJSON> = {symbols: 'any', unknownSymbol: 'any'};

/** One more than the largest symbol number that a {@link SymbolStream} can hold. */
const MAX_SYMBOLS = 65536;

/** `'é' (U+00E9)`, with control characters escaped: for messages. */
const describeSymbol = (symbol: string): string =>
  `${JSON.stringify(symbol)} (U+${symbol.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`;

/**
 * The numbering of a text's characters: symbol ↔ number in `[0, size)`.
 *
 * A character is one Unicode code point, so that `'😀'` is one symbol and not two halves.
 *
 * @example
 * const vocabulary = Vocabulary.fromText('banana');
 * vocabulary.encode('ban');            // Uint8Array [1, 0, 2]
 * vocabulary.decode([2, 0, 1]);        // 'nab'
 */
export class Vocabulary {
  /** The symbols in the order of their numbers. */
  readonly symbols: readonly string[];
  /** The symbol that stands for every unknown character, or undefined: then an unknown character is an error. */
  readonly unknownSymbol: string | undefined;
  private readonly numbers = new Map<number, number>();

  /**
   * @param symbols one code point each, all different, at most 65536; their place is their number.
   * @throws if a symbol is not exactly one code point, is a lone surrogate, or comes twice.
   */
  constructor(symbols: readonly string[], options: VocabularyOptions = {}) {
    checkOptions('Vocabulary', options, OPTIONS);
    const {unknownSymbol} = options;
    this.unknownSymbol = unknownSymbol;
    this.symbols =
      unknownSymbol === undefined || symbols.includes(unknownSymbol)
        ? [...symbols]
        : [...symbols, unknownSymbol];
    if (this.symbols.length > MAX_SYMBOLS) {
      throw new Error(
        `symbols: expected at most ${MAX_SYMBOLS} different characters, got ${this.symbols.length}`,
      );
    }
    for (const [number, symbol] of this.symbols.entries()) {
      const codePoint = typeof symbol === 'string' ? symbol.codePointAt(0) : undefined;
      if (codePoint === undefined || String.fromCodePoint(codePoint) !== symbol) {
        throw new Error(`symbols[${number}]: expected one character, got ${JSON.stringify(symbol)}`);
      }
      if (codePoint >= 0xd800 && codePoint <= 0xdfff) {
        throw new Error(
          `symbols[${number}]: ${describeSymbol(symbol)} is half a surrogate pair, not a character`,
        );
      }
      if (this.numbers.has(codePoint)) {
        throw new Error(`symbols[${number}]: ${describeSymbol(symbol)} is there twice`);
      }
      this.numbers.set(codePoint, number);
    }
  }

  /**
   * The vocabulary of a text: its different characters in the order of their code points, so that two texts
   * with the same characters have the same numbering.
   */
  static fromText(text: string, options: VocabularyOptions = {}): Vocabulary {
    const codePoints = [...new Set(text)].map((symbol) => symbol.codePointAt(0)!).sort((a, b) => a - b);
    return new Vocabulary(
      codePoints.map((codePoint) => String.fromCodePoint(codePoint)),
      options,
    );
  }

  /** The vocabulary that {@link toJSON} described. Throws if `json` is not such a description. */
  static fromJSON(json: VocabularyJSON): Vocabulary {
    if (!Array.isArray(json?.symbols)) {
      throw new Error(`vocabulary: expected {symbols: string[]}, got ${JSON.stringify(json)}`);
    }
    checkOptions('vocabulary', json, JSON_FIELDS);
    return new Vocabulary(json.symbols, {unknownSymbol: json.unknownSymbol});
  }

  /** How many symbols there are. */
  get size(): number {
    return this.symbols.length;
  }

  /** Whether the character has a number of its own. */
  has(symbol: string): boolean {
    const codePoint = symbol.codePointAt(0);
    return (
      codePoint !== undefined && this.numbers.has(codePoint) && String.fromCodePoint(codePoint) === symbol
    );
  }

  /**
   * The symbol numbers of a text, one per code point.
   *
   * @param what names the text in an error, e.g. `prime` or `valid`.
   * @throws if a character is unknown and no `unknownSymbol` was declared; the message names the character and its
   *   position, counted in characters from 0.
   */
  encode(text: string, what = 'text'): SymbolStream {
    const unknown = this.unknownNumber();
    const numbers = this.size <= 256 ? new Uint8Array(text.length) : new Uint16Array(text.length);
    let count = 0;
    for (let i = 0; i < text.length; count++) {
      const codePoint = text.codePointAt(i)!;
      const number = this.numbers.get(codePoint) ?? unknown;
      if (number === undefined) {
        throw new Error(
          `${what}: the character ${describeSymbol(String.fromCodePoint(codePoint))} at position ${count} ` +
            `is not among the ${this.size} symbols of the vocabulary`,
        );
      }
      numbers[count] = number;
      i += codePoint > 0xffff ? 2 : 1;
    }
    return count === numbers.length ? numbers : numbers.slice(0, count);
  }

  /** How many characters of a text have no number of their own. */
  countUnknown(text: string): number {
    let count = 0;
    for (const symbol of text) {
      if (!this.numbers.has(symbol.codePointAt(0)!)) count++;
    }
    return count;
  }

  /**
   * The text of symbol numbers; unknown characters that were encoded come back as `unknownSymbol`.
   * @throws if a number is not in `[0, size)`; the message names its position.
   */
  decode(numbers: ArrayLike<number>): string {
    const pieces: string[] = new Array<string>(numbers.length);
    for (let i = 0; i < numbers.length; i++) {
      const symbol = this.symbols[numbers[i]];
      if (symbol === undefined) {
        throw new Error(`numbers[${i}]: expected an integer in [0, ${this.size}), got ${numbers[i]}`);
      }
      pieces[i] = symbol;
    }
    return pieces.join('');
  }

  /** A plain JSON description, for {@link fromJSON}. */
  toJSON(): VocabularyJSON {
    return {
      symbols: [...this.symbols],
      ...(this.unknownSymbol === undefined ? {} : {unknownSymbol: this.unknownSymbol}),
    };
  }

  private unknownNumber(): number | undefined {
    return this.unknownSymbol === undefined
      ? undefined
      : this.numbers.get(this.unknownSymbol.codePointAt(0)!);
  }
}
