import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {STREAM_PLAIN_SIMD} from '../generated/streamBinaries.js';
import {decodeText} from './decodeText.js';

test('bytes of one character and of two', () => {
  expect([...decodeText('!#|}!}|~!~y')]).toEqual([0, 1, 85, 86, 171, 172, 254]);
});

test('the streaming module comes out to the byte', () => {
  const compiled = readFileSync(join(__dirname, '../generated/stream.wasm'));
  expect(compiled.equals(decodeText(STREAM_PLAIN_SIMD))).toBe(true);
});
