import {textCorpus} from './textCorpus.js';
import {Vocabulary} from './vocabulary.js';

describe('textCorpus', () => {
  it('makes a corpus of three texts, any of which but train may be empty', () => {
    const corpus = textCorpus({name: 'mine', texts: {train: 'abc', valid: 'ca', test: ''}});
    expect(corpus.symbolCounts).toEqual({train: 3, valid: 2, test: 0});
    expect(corpus.valid).toEqual(Uint8Array.of(2, 0));
    expect(corpus.description).toBe('mine');
    const marked = {train: '\uFEFFabc', valid: '\uFEFFca', test: '\uFEFF'};
    expect(textCorpus({name: 'mine', texts: marked})).toEqual(corpus);
    expect(() => textCorpus({name: 'mine', texts: {train: 'a'} as never})).toThrow(
      'texts.valid: expected a string, got undefined',
    );
    expect(() => textCorpus({name: 'mine', texts: {train: '', valid: 'a', test: 'a'}})).toThrow(
      'mine: train is empty',
    );
  });

  it('numbers the characters by a vocabulary that is given, and counts those that it lacks in train too', () => {
    const texts = {train: 'bab', valid: 'ab', test: ''};
    const vocabulary = new Vocabulary(['z', 'b', 'a']);
    const corpus = textCorpus({name: 'mine', texts, vocabulary});
    expect(corpus.vocabulary).toBe(vocabulary);
    expect(corpus.train).toEqual(Uint8Array.of(1, 2, 1));
    expect(corpus.unknownCounts).toEqual({train: 0, valid: 0, test: 0});
    const forgiving = new Vocabulary(['a', '?'], {unknownSymbol: '?'});
    const mapped = textCorpus({name: 'mine', texts, vocabulary: forgiving});
    expect(mapped.train).toEqual(Uint8Array.of(1, 0, 1));
    expect(mapped.unknownCounts).toEqual({train: 2, valid: 1, test: 0});
  });

  it('says of a character that a given vocabulary lacks what to do, and takes no second unknown symbol', () => {
    const texts = {train: 'ab', valid: '', test: ''};
    const vocabulary = new Vocabulary(['a']);
    expect(() => textCorpus({name: 'mine', texts, vocabulary})).toThrow(
      'mine, train: the character "b" (U+0062) at position 1 is not among the 1 symbols of the vocabulary, which was given. ' +
        'Give one that has an unknownSymbol for such characters, or another text',
    );
    expect(() => textCorpus({name: 'mine', texts, vocabulary, unknownSymbol: '?'})).toThrow(
      'unknownSymbol: a vocabulary that is given has its own; leave one of them out',
    );
    expect(() => textCorpus({name: 'mine', texts, vocabulary: {symbols: ['a']} as never})).toThrow(
      'vocabulary: expected a Vocabulary; Vocabulary.fromJSON makes one of its JSON',
    );
  });
});
