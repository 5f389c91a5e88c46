import {PassThrough} from 'node:stream';
import {formatDuration} from './formatDuration.js';
import {lineProgress} from './lineProgress.js';
import {progressFor} from './progressFor.js';
import type {RunStatus} from './trainingProgress.js';

const status = (update: number, more: Partial<RunStatus> = {}): RunStatus => ({
  label: 'Norm Prop',
  update,
  total: 100,
  loss: 2.3456,
  itemsPerSecond: 41234.5,
  secondsLeft: 80,
  measure: {unit: 'bits per character', digits: 3, items: 'characters'},
  ...more,
});

describe('progress without a terminal', () => {
  test('is one plain line every few seconds, the first and the last always', () => {
    let seconds = 0;
    const lines: string[] = [];
    const progress = lineProgress(
      (line) => lines.push(line),
      5,
      () => seconds * 1000,
    );
    for (let update = 1; update <= 100; update++) {
      progress.show(status(update));
      seconds += 0.13;
    }
    progress.finish();
    // 100 updates in 13 seconds: at 0, 5 and 10 seconds, and the end.
    expect(lines.map((line) => Number(/update (\d+)/.exec(line)![1]))).toEqual([1, 40, 79, 100]);
    expect(lines[0]).toBe(
      'Norm Prop: update 1/100 · 2.346 bits per character · 41,235 characters/s · 1 min 20 s left',
    );
    expect(lines[3]).toMatch(/· done$/);
  });

  test('tells of runs that take turns one as often as another, and of the end of each', () => {
    let seconds = 0;
    const lines: string[] = [];
    const progress = lineProgress(
      (line) => lines.push(line),
      5,
      () => seconds * 1000,
    );
    for (let turn = 0; turn < 4; turn++) {
      for (const label of ['lstm', 'normProp']) {
        for (let update = 25 * turn + 1; update <= 25 * (turn + 1); update++) {
          progress.show(status(update, {label}));
          seconds += 0.25;
        }
      }
    }
    progress.finish();
    // A turn takes 6.25 s, and each of two runs tells something every 10 s.
    expect(lines.map((line) => /(\w+): update (\d+)/.exec(line)!.slice(1).join(' '))).toEqual([
      ...['lstm 1', 'lstm 21', 'normProp 1', 'lstm 36', 'normProp 26', 'lstm 51', 'normProp 51'],
      ...['lstm 76', 'lstm 100', 'normProp 76', 'normProp 100'],
    ]);
    expect(lines.filter((line) => line.endsWith('· done'))).toHaveLength(2);
  });

  test('is chosen for a stream that is no terminal, and has no control characters', () => {
    const stream = new PassThrough() as unknown as NodeJS.WriteStream;
    const progress = progressFor(stream);
    progress.show(status(1, {validation: 2.5}));
    progress.finish();
    const written = String(stream.read());
    expect(written).toContain('· validation 2.500 ·');
    // eslint-disable-next-line no-control-regex
    expect(written).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
  });
});

describe('progress in a terminal', () => {
  test('is a bar that is drawn over itself and leaves the cursor as it was', () => {
    const stream = Object.assign(new PassThrough(), {
      isTTY: true,
      columns: 120,
    }) as unknown as NodeJS.WriteStream;
    const progress = progressFor(stream);
    progress.show(status(50));
    progress.show(status(100));
    progress.finish();
    const written = String(stream.read());
    expect(written).toContain('update 50/100');
    expect(written).toContain('2.346 bits per character');
    expect(written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(written.lastIndexOf('\u001b[?25l'));
  });
});

test.each([
  [0.4, '0 s'],
  [59.6, '1 min 0 s'],
  [80, '1 min 20 s'],
  [7500, '2 h 5 min'],
  [3600 * 47.5, '47 h 30 min'],
  [3600 * 76.9, '3 d 4 h'],
])('formatDuration(%p) is %p', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});
