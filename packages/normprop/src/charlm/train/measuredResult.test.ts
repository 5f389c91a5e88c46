import type {CharlmLine} from '../record/charlmMetrics.js';
import {measuredResult} from './measuredResult.js';

const train = (update: number, bits: number, clipped: number, speed = 1): CharlmLine => ({
  kind: 'train',
  update,
  epoch: update / 1000,
  bitsPerCharacter: bits,
  seconds: update / 10,
  gradientNorm: 1,
  clipped,
  charactersPerSecond: speed,
});

const validation = (update: number, bits: number): CharlmLine => ({
  kind: 'validation',
  update,
  epoch: 0,
  bitsPerCharacter: bits,
  seconds: 1,
  characters: 50,
});

test('figures of a run: last validation, train over the last tenth, clipped over all', () => {
  const lines = [
    train(80, 5, 1, 10),
    train(90, 4, 0.5, 20),
    validation(90, 3.5),
    train(95, 3, 0, 30),
    train(100, 2, 0, 40),
    validation(100, 2.5),
  ];
  expect(measuredResult(lines)).toEqual({
    updates: 100,
    epochs: 0.1,
    seconds: 10,
    trainBitsPerCharacter: 2.5, // updates 91 to 100
    validation: {bitsPerCharacter: 2.5, characters: 50},
    clipped: 0.85, // (80 · 1 + 10 · 0.5) / 100
    charactersPerSecond: 30, // the median over the lines
  });
});

test('a window that no line fits into takes the last line', () => {
  expect(measuredResult([train(5, 4, 0), train(10, 3, 0), validation(10, 3)]).trainBitsPerCharacter).toBe(3);
});
