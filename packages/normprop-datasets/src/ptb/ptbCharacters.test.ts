import {ptbCharacters} from './ptbCharacters.js';

describe('ptbCharacters', () => {
  const text = " no it was n't \n <unk> N \n";

  it('trims lines, writes spaces as _ and keeps line ends', () => {
    expect(ptbCharacters(text)).toBe("no_it_was_n't\n<unk>_N\n");
  });

  it('keeps the last space of each line when asked to: one symbol a line more, one less than the file', () => {
    expect(ptbCharacters(text, {untrimmed: true})).toBe("no_it_was_n't_\n<unk>_N_\n");
    expect(ptbCharacters(text, {untrimmed: true}).length).toBe(text.length - 2);
  });

  it('takes a last line without an end, Windows line ends and empty lines', () => {
    expect(ptbCharacters(' a b \n c')).toBe('a_b\nc\n');
    expect(ptbCharacters(' a b \r\n\r\n c \r\n')).toBe('a_b\n\nc\n');
    expect(ptbCharacters('')).toBe('');
  });
});
