import {Vocabulary, type VocabularyJSON} from './vocabulary.js';

describe('Vocabulary', () => {
  it('numbers the characters of a text in the order of their code points', () => {
    const vocabulary = Vocabulary.fromText('banana\n');
    expect(vocabulary.symbols).toEqual(['\n', 'a', 'b', 'n']);
    expect(vocabulary.size).toBe(4);
    expect(vocabulary.encode('ban\n')).toEqual(Uint8Array.of(2, 1, 3, 0));
    expect(vocabulary.decode([3, 1, 2])).toBe('nab');
  });

  it('takes a code point outside the first plane as one symbol', () => {
    const vocabulary = Vocabulary.fromText('a😀é');
    expect(vocabulary.symbols).toEqual(['a', 'é', '😀']);
    expect(vocabulary.encode('😀a😀')).toEqual(Uint8Array.of(2, 0, 2));
    expect(vocabulary.decode(vocabulary.encode('é😀'))).toBe('é😀');
    expect([vocabulary.has('😀'), vocabulary.has('a😀'), vocabulary.has('')]).toEqual([true, false, false]);
  });

  it('numbers more than 256 symbols with 16 bits', () => {
    const text = Array.from({length: 300}, (_, i) => String.fromCodePoint(0x4e00 + i)).join('');
    const vocabulary = Vocabulary.fromText(text);
    const numbers = vocabulary.encode(text);
    expect(numbers).toBeInstanceOf(Uint16Array);
    expect(Array.from(numbers)).toEqual(Array.from({length: 300}, (_, i) => i));
    expect(vocabulary.decode(numbers)).toBe(text);
    expect(Vocabulary.fromText(text.slice(0, 256)).encode('一')).toBeInstanceOf(Uint8Array);
  });

  it('names an unknown character, its position in characters, and the text', () => {
    const vocabulary = Vocabulary.fromText('a😀');
    expect(() => vocabulary.encode('a😀aß', 'prime')).toThrow(
      'prime: the character "ß" (U+00DF) at position 3 is not among the 2 symbols of the vocabulary',
    );
    expect(() => vocabulary.encode('\n')).toThrow('text: the character "\\n" (U+000A) at position 0');
  });

  it('encodes unknown characters as the declared symbol', () => {
    const vocabulary = Vocabulary.fromText('ab', {unknownSymbol: '\uFFFD'});
    expect(vocabulary.symbols).toEqual(['a', 'b', '\uFFFD']);
    expect(vocabulary.encode('axb')).toEqual(Uint8Array.of(0, 2, 1));
    expect(vocabulary.decode([0, 2, 1])).toBe('a\uFFFDb');
    expect(vocabulary.countUnknown('axby')).toBe(2);
    expect(Vocabulary.fromText('ab?', {unknownSymbol: '?'}).symbols).toEqual(['?', 'a', 'b']);
  });

  it('survives JSON', () => {
    for (const unknownSymbol of [undefined, '?']) {
      const vocabulary = Vocabulary.fromText('to be\n😀', {unknownSymbol});
      const copy = Vocabulary.fromJSON(JSON.parse(JSON.stringify(vocabulary)) as VocabularyJSON);
      expect(copy).toEqual(vocabulary);
      expect(copy.encode('be 😀')).toEqual(vocabulary.encode('be 😀'));
    }
    expect(() => Vocabulary.fromJSON({} as never)).toThrow(
      'vocabulary: expected {symbols: string[]}, got {}',
    );
    expect(() => Vocabulary.fromJSON(null as never)).toThrow('got null');
  });

  it('refuses symbols that are not characters, and numbers that are not symbols', () => {
    expect(() => new Vocabulary(['a', 'bc'])).toThrow('symbols[1]: expected one character, got "bc"');
    expect(() => new Vocabulary([''])).toThrow('symbols[0]: expected one character, got ""');
    expect(() => new Vocabulary([3 as never])).toThrow('symbols[0]: expected one character, got 3');
    expect(() => new Vocabulary(['a', 'b', 'a'])).toThrow('symbols[2]: "a" (U+0061) is there twice');
    expect(() => Vocabulary.fromText('a\ud800')).toThrow('is half a surrogate pair');
    expect(() => new Vocabulary(['a']).decode([0, 1])).toThrow(
      'numbers[1]: expected an integer in [0, 1), got 1',
    );
    expect(() => new Vocabulary(['a']).decode([0.5])).toThrow('got 0.5');
  });
});
