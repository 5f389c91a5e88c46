import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {readPrime} from './readPrime.js';

test.each([
  ['\\n', '\n'],
  ['a\\tb\\\\n', 'a\tb\\n'],
  ['C:\\dir', 'C:\\dir'],
  ['plain', 'plain'],
])('the prime %j is %j', async (typed, expected) => {
  expect(await readPrime(typed)).toBe(expected);
});

test('a file is taken as it is, but for a mark; what is missing or empty is said', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'normprop-prime-'));
  const file = join(folder, 'a.txt');
  writeFileSync(file, '\uFEFFone\\n\ntwo');
  expect(await readPrime(undefined, file)).toBe('one\\n\ntwo');
  writeFileSync(file, '');
  await expect(readPrime(undefined, file)).rejects.toThrow('expected some text, got none');
  await expect(readPrime(undefined, join(folder, 'none'))).rejects.toThrow('cannot be read (ENOENT');
  await expect(readPrime('a', file)).rejects.toThrow('expected one of them, got both');
  expect(await readPrime()).toBeUndefined();
  rmSync(folder, {recursive: true});
});
