// What is drawn on the pad becomes an image as MNIST has them; a model in float16 comes back as it was rounded.
import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readSafetensors} from 'normprop-convert';
import {digitOf} from '../live/draw/digitOf.js';
import {writeHalves} from '../live/draw/writeHalves.mjs';

const seven = [
  [
    [0, 0],
    [60, 0],
    [20, 100],
  ],
];

test('a drawing fills a box of 20 pixels, and its centre of mass is in the middle', () => {
  const pixels = digitOf(seven);
  const inked = Array.from(pixels.keys()).filter((i) => pixels[i] === 1);
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [rows, columns] = [inked.map((i) => Math.floor(i / 28)), inked.map((i) => i % 28)];
  assert.equal(Math.max(...rows) - Math.min(...rows) + 1, 20);
  for (const places of [rows, columns]) assert.ok(Math.abs(mean(places) + 0.5 - 14) < 0.5);
});

test('where it was drawn and how large makes no difference', () => {
  const moved = seven.map((stroke) => stroke.map(([x, y]) => [x / 4 + 50, y / 4 + 10]));
  assert.deepEqual(digitOf(moved), digitOf(seven));
});

test('a point is a dot in the middle', () => {
  const pixels = digitOf([[[33, 250]]]);
  assert.equal(pixels[13 * 28 + 13] + pixels[14 * 28 + 14], 2);
  assert.ok(pixels.reduce((sum, value) => sum + value) < 10);
});

test('float16 is the nearest, and a number too large for it is an error', () => {
  const values = Float32Array.of(0, 1, -2.5, 65504, 2 ** -24, 2 ** -14, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 0.1);
  const file = (numbers) => writeHalves(new Map([['a', {shape: [numbers.length], values: numbers}]]), {});
  const read = readSafetensors(file(values)).tensors.get('a').values;
  const expected = [0, 1, -2.5, 65504, 2 ** -24, 2 ** -14, 1, 1 + 2 ** -9, 0.0999755859375];
  assert.deepEqual(Array.from(read), expected);
  assert.throws(() => file(Float32Array.of(65520)), /expected a number that float16 holds, got 65520/);
});
