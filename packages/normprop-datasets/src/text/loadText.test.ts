import {constants} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {chmod, mkdtemp, rm, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {loadText} from './loadText.js';

const text = 'abcdefghijklmnopqrst'.repeat(5);
const halves = {train: 0.5, valid: 0.3, test: 0.2};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'normprop-text-'));
});
afterAll(() => rm(folder, {recursive: true}));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe('loadText', () => {
  it('splits a text in the order train, valid, test, by characters', async () => {
    const corpus = await loadText({text}, {split: halves});
    expect(corpus.symbolCounts).toEqual({train: 50, valid: 30, test: 20});
    const {vocabulary, train, valid, test} = corpus;
    expect([train, valid, test].map((part) => vocabulary.decode(part)).join('')).toBe(text);
    expect(vocabulary.size).toBe(20);
    expect(corpus.unknownCounts).toEqual({train: 0, valid: 0, test: 0});
    expect(corpus.name).toBe('text');
  });

  it('counts code points, not code units', async () => {
    const corpus = await loadText({text: '😀é'.repeat(10)}, {split: halves});
    expect(corpus.symbolCounts).toEqual({train: 10, valid: 6, test: 4});
    expect(corpus.vocabulary.decode(corpus.test)).toBe('😀é😀é');
  });

  it('has nine tenths for training by default, and takes parts of none', async () => {
    expect((await loadText({text: text.repeat(2)})).symbolCounts).toEqual({train: 180, valid: 10, test: 10});
    const all = await loadText({text}, {split: {train: 1, valid: 0, test: 0}});
    expect(all.symbolCounts).toEqual({train: 100, valid: 0, test: 0});
  });

  it('reads a file and is named after it', async () => {
    const path = await file('süß.txt', text);
    const [fromFile, fromString] = [await loadText({path}), await loadText({text})];
    expect(fromFile.name).toBe('süß.txt');
    expect(fromFile.train).toEqual(fromString.train);
    expect(fromFile.description).toBe(`${path}, code points, split 0.9/0.05/0.05`);
    expect((await loadText({path}, {name: 'mine'})).name).toBe('mine');
  });

  it('takes the vocabulary from train: other characters are an error, or the declared symbol', async () => {
    const odd = 'ab'.repeat(25) + 'abxb'.repeat(5) + 'abyab'.repeat(6);
    const split = {train: 0.5, valid: 0.2, test: 0.3};
    await expect(loadText({text: odd}, {split})).rejects.toThrow(
      'text, valid: the character "x" (U+0078) at position 2 is not among the 2 symbols of the vocabulary, ' +
        "which is made from train alone. Declare a symbol for such characters, e.g. unknownSymbol: '\\uFFFD'",
    );
    const corpus = await loadText({text: odd}, {split, unknownSymbol: '\uFFFD'});
    expect(corpus.vocabulary.symbols).toEqual(['a', 'b', '\uFFFD']);
    expect(corpus.unknownCounts).toEqual({train: 0, valid: 5, test: 6});
    expect(corpus.vocabulary.decode(corpus.valid.subarray(0, 4))).toBe('ab\uFFFDb');
  });

  it('takes a vocabulary that is given, for a text that goes on from another', async () => {
    const {vocabulary} = await loadText({text}, {split: halves});
    const part = await loadText({text: 'tsr'.repeat(10)}, {split: halves, vocabulary});
    expect(part.vocabulary).toBe(vocabulary);
    expect(vocabulary.decode(part.train.subarray(0, 3))).toBe('tsr');
  });

  it('drops a byte order mark, of a file and of a string, and only the first', async () => {
    const mark = '\uFEFF';
    const corpus = await loadText({text: mark + text}, {split: halves});
    expect(corpus).toEqual(await loadText({text}, {split: halves}));
    expect((await loadText({path: await file('m.txt', mark + text)}, {split: halves})).train).toEqual(
      corpus.train,
    );
    expect((await loadText({text: mark + mark + text})).vocabulary.has(mark)).toBe(true);
    await expect(loadText({text: mark})).rejects.toThrow('text: the text is empty');
  });

  it('says at once how large a text may be', async () => {
    const path = join(folder, 'huge.txt');
    await writeFile(path, 'a');
    await truncate(path, constants.MAX_STRING_LENGTH + 1); // takes no place on the disk
    const before = process.memoryUsage().arrayBuffers;
    await expect(loadText({path})).rejects.toThrow(
      `${path}: too large: a text file may have ${constants.MAX_STRING_LENGTH} bytes (511 MiB), ` +
        `this one has ${constants.MAX_STRING_LENGTH + 1}`,
    );
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20);
  });

  if (process.platform !== 'win32') {
    it('reads a pipe, and no device', async () => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const [corpus] = await Promise.all([loadText({path: pipe}), writeFile(pipe, text.repeat(1000))]);
      expect(corpus.symbolCounts.train).toBe(90_000);
      await expect(loadText({path: '/dev/zero'})).rejects.toThrow(
        '/dev/zero: this is a device, expected a text',
      );
    });
  }

  it('says what is wrong with a file', async () => {
    const of = (path: string) => expect(loadText({path})).rejects;
    await of(join(folder, 'none.txt')).toThrow('none.txt: there is no such file');
    await of(folder).toThrow(`${folder}: this is a folder, expected a text file`);
    await of(await file('empty.txt', '')).toThrow('empty.txt: the file is empty');
    await of(await file('mark.txt', '\uFEFF')).toThrow('mark.txt: the text is empty');
    await of(await file('binary', Uint8Array.of(97, 0))).toThrow('binary file (NUL at byte 1)');
    await of(await file('latin1.txt', Uint8Array.of(97, 0xe9, 98))).toThrow('byte 0x62 at byte 2');
    await of(join(await file('a.txt', 'a'), 'b')).toThrow('a part of this path is a file');
  });

  // The superuser reads everything, so that nothing is unreadable to it.
  if (process.getuid?.() !== 0 && process.platform !== 'win32') {
    it('says that a file is unreadable', async () => {
      const path = await file('secret.txt', text);
      await chmod(path, 0);
      await expect(loadText({path})).rejects.toThrow('secret.txt: no permission to read it');
    });
  }

  it('says which part is too short, for what', async () => {
    await expect(loadText({text: ''})).rejects.toThrow('text: the text is empty');
    await expect(loadText({text: 'abcdefghij'})).rejects.toThrow(
      'text: too short. valid would be 0.05 of 10 characters = 1; sequences of length 1 need at least 2',
    );
    await expect(loadText({text}, {split: halves, length: 20})).rejects.toThrow(
      'test would be 0.2 of 100 characters = 20; sequences of length 20 need at least 21',
    );
    expect((await loadText({text}, {split: halves, length: 19})).symbolCounts.test).toBe(20);
  });

  it.each([
    [{train: 0.5, valid: 0.2, test: 0.2}],
    [{train: 0, valid: 0.5, test: 0.5}],
    [{train: 1.2, valid: -0.1, test: -0.1}],
    [{train: 0.9, valid: 0.1} as never],
    [{train: NaN, valid: 0.5, test: 0.5}],
  ])('refuses the fractions %j', async (split) => {
    await expect(loadText({text}, {split})).rejects.toThrow(/^split: expected .* add up to 1, .* got \{/);
  });

  it('refuses arguments of a wrong kind', async () => {
    await expect(loadText({} as never)).rejects.toThrow(
      'source: expected {path: string} or {text: string}, got {}',
    );
    await expect(loadText({text: 3} as never)).rejects.toThrow('got {"text":3}');
    await expect(loadText({path: 'a', text: 'b'} as never)).rejects.toThrow('got {"path":"a","text":"b"}');
    await expect(loadText('a.txt' as never)).rejects.toThrow('got "a.txt"');
    await expect(loadText({text}, {length: 0})).rejects.toThrow(
      'length: expected an integer of at least 1, got 0',
    );
  });
});
