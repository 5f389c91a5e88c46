import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {STREAM_PLAIN_SIMD, STREAM_RELAXED_SIMD_DIFFERENCES} from '../generated/streamBinaries.js';
import {applyDifferences} from './applyDifferences.js';
import {bytesOf} from './bytesOf.js';

test('new bytes, pieces ahead of and behind the last one, and a number of two bytes', () => {
  const from = Uint8Array.from({length: 300}, (_, i) => i % 251);
  const differences = Uint8Array.of(1, 77, 2 * 10, 3, 0, 2 * 13 - 1, 130, 1, 2, 8, 9, 0, 0);
  const piece = Array.from(from.subarray(0, 130));
  expect([...applyDifferences(from, differences)]).toEqual([77, 10, 11, 12, ...piece, 8, 9]);
});

test('the relaxed build of the streaming module comes out to the byte', () => {
  const compiled = readFileSync(join(__dirname, '../generated/stream-relaxed.wasm'));
  const bytes = bytesOf(STREAM_PLAIN_SIMD, STREAM_RELAXED_SIMD_DIFFERENCES);
  expect(compiled.equals(bytes)).toBe(true);
});
