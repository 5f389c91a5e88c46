import {appendFileSync, writeFileSync} from 'node:fs';
import {emptyFolder} from '../../test/support/tinyRun.js';
import {MetricsFile} from './metrics.js';
import type {RunLine} from './metrics.js';

const line = (update: number): RunLine & {bits: number} => ({
  kind: 'validation',
  update,
  epoch: update,
  bits: 0.1 + 0.2,
});

describe('MetricsFile', () => {
  test('reads what was appended, and nothing from a file that is not there', async () => {
    const metrics = new MetricsFile(emptyFolder());
    expect(await metrics.read()).toEqual([]);
    metrics.append(line(1));
    metrics.append(line(2));
    expect(await metrics.read()).toEqual([line(1), line(2)]);
  });

  test('leaves out the torn last line of a crash', async () => {
    const metrics = new MetricsFile(emptyFolder());
    metrics.append(line(1));
    appendFileSync(metrics.file, '{"kind":"train","upd');
    expect(await metrics.read()).toEqual([line(1)]);
    await metrics.truncateAfter(1);
    metrics.append(line(2));
    expect(await metrics.read()).toEqual([line(1), line(2)]);
  });

  test('drops what a resumed run will measure again', async () => {
    const metrics = new MetricsFile(emptyFolder());
    [1, 2, 3].forEach((update) => metrics.append(line(update)));
    await metrics.truncateAfter(2);
    expect(await metrics.read()).toEqual([line(1), line(2)]);
  });

  test('a damaged line is an error that names it', async () => {
    const metrics = new MetricsFile(emptyFolder());
    writeFileSync(metrics.file, JSON.stringify(line(1)) + '\nnonsense\n');
    await expect(metrics.read()).rejects.toThrow(/metrics\.jsonl: line 2 is damaged/);
  });
});
