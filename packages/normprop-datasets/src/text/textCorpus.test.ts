import {textCorpus} from './textCorpus.js';

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
});
