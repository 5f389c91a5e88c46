import {decodeUtf8} from './decodeUtf8.js';

const bytes = (...values: (number | string)[]): Uint8Array =>
  Uint8Array.from(Buffer.concat(values.map((v) => (typeof v === 'string' ? Buffer.from(v) : Buffer.of(v)))));

describe('decodeUtf8', () => {
  it('gives the text as it is, but for a byte order mark', () => {
    expect(decodeUtf8(bytes('Grüße 😀\r\n\tx'), 'f')).toBe('Grüße 😀\r\n\tx');
    expect(decodeUtf8(bytes(0xef, 0xbb, 0xbf, 'a'), 'f')).toBe('a');
  });

  it.each([
    ['a byte that never occurs', bytes('ab', 0xff, 'c'), 'byte 0xff at byte 2'],
    ['a lone continuation byte', bytes('é', 0x80), 'byte 0x80 at byte 2'],
    ['a character broken off by another', bytes('abc', 0xc3, 'A'), 'byte 0x41 at byte 4'],
    ['an overlong form', bytes(0xc0, 0xaf), 'byte 0xc0 at byte 0'],
    ['half a surrogate pair', bytes('a', 0xed, 0xa0, 0x80), 'byte 0xa0 at byte 2'],
    ['Latin-1 deep in a long text', bytes('x'.repeat(100_001), 0xe9, ' y'), 'byte 0x20 at byte 100002'],
    [
      'Latin-1 where a mebibyte ends',
      bytes('x'.repeat(2 ** 20 - 1), 0xe9, ' y'),
      'byte 0x20 at byte 1048576',
    ],
    [
      'a character broken off there',
      bytes('x'.repeat(2 ** 20 - 2), 0xe2, 0x82, 'y'),
      'byte 0x79 at byte 1048576',
    ],
    ['one too many there', bytes('x'.repeat(2 ** 20 - 2), 'é', 0x80), 'byte 0x80 at byte 1048576'],
    ['a character broken off by the end', bytes('ab', 0xe2, 0x82), 'the end of the file at byte 4'],
  ])('says where invalid text is: %s', (_, input, where) => {
    expect(() => decodeUtf8(input, 'my.txt')).toThrow(`my.txt: expected UTF-8 text, got ${where}`);
  });

  it('recognises a binary file by its first NUL, and UTF-16 by its mark', () => {
    expect(() => decodeUtf8(bytes('PNG', 0, 0xff, 0), 'a.png')).toThrow(
      'a.png: expected UTF-8 text, got a binary file (NUL at byte 3)',
    );
    const utf16 = Uint8Array.from(Buffer.from('\uFEFFab', 'utf16le'));
    expect(() => decodeUtf8(utf16, 'w.txt')).toThrow('w.txt: this is UTF-16 (byte order mark at byte 0)');
  });
});
