import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {sizeWords, timeWords} from '../src/run/expectation.js';
import type {Expectation} from '../src/run/expectation.js';
import type {CharlmConfig} from '../src/charlm/config/charlmConfig.js';
import {resolveConfig} from '../src/charlm/config/resolveConfig.js';
import {expectedMemory} from '../src/charlm/train/expectedMemory.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {tinyText} from './support/tinyText.js';
import {emptyFolder, tinyConfig} from './support/tinyRun.js';

const cache = resolve(__dirname, '../node_modules/.cache');

/** What a process of its own takes for a few updates, and what was expected of it; in bytes. */
function memoryOf(config: Partial<CharlmConfig>): {taken: number; expected: number} {
  mkdirSync(cache, {recursive: true});
  const folder = mkdtempSync(join(cache, 'memory-'));
  const program = `
    import {resolveConfig, trainCharlm} from 'normprop';
    const config = resolveConfig(${JSON.stringify({...config, data: 'text.txt', validationCharacters: 100})});
    const {result} = await trainCharlm(config, {folder: 'run'});
    const taken = process.resourceUsage().maxRSS * 1024;
    console.log(JSON.stringify({taken, parameters: result.parameters}));`;
  try {
    writeFileSync(join(folder, 'program.mjs'), program);
    writeFileSync(join(folder, 'text.txt'), tinyText().repeat(3));
    const {stdout, stderr} = spawnSync(process.execPath, ['program.mjs'], {cwd: folder, encoding: 'utf8'});
    if (stdout === '') throw new Error(stderr);
    const {taken, parameters} = JSON.parse(stdout) as {taken: number; parameters: number};
    return {taken, expected: expectedMemory(resolveConfig(config), {parameters, vocabularySize: 29})};
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

describe('what a run is expected to take', () => {
  test('memory within a third of what a process takes', () => {
    const {taken, expected} = memoryOf({model: 'layerNorm', units: 384, length: 50, batch: 64, updates: 1});
    expect(expected).toBeGreaterThan(260e6); // more than the least, so that the formula is what is tested
    expect(expected / taken).toBeGreaterThan(2 / 3);
    expect(expected / taken).toBeLessThan(3 / 2);
  });

  const expectation: Expectation = {
    label: 'Norm Prop',
    parameters: 4264050,
    updatesLeft: 39150,
    totalUpdates: 39150,
    validationsLeft: 50,
    runsTogether: 1,
    memory: 0.64e9,
  };

  test('is told in words, the time once updates are timed', () => {
    expect(sizeWords(expectation)).toBe(
      'Norm Prop: 4,264,050 parameters, 39,150 updates, about 0.6 GB of memory.',
    );
    const timed = {...expectation, secondsPerUpdate: 10, secondsPerValidation: 200};
    expect(timeWords(timed)).toBe(
      'Norm Prop: 10 s an update; about 4 d 15 h for 39,150 updates and 50 validations. Stopped with Ctrl-C, it goes on with --resume.',
    );
    expect(timeWords({...timed, updatesLeft: 5, validationsLeft: 0})).toBeUndefined();
  });

  test('is told once when a run begins, and again when it is resumed', async () => {
    const folder = emptyFolder();
    const told: string[] = [];
    const tell = (message: string): void => void told.push(message);
    const config = tinyConfig({updates: 5});
    await trainCharlm(config, {folder, tell});
    expect(told).toEqual([expect.stringMatching(/^Norm Prop: 1,121 parameters, 5 updates, about 0\.2 GB/)]);
    await trainCharlm({...config, updates: 9}, {folder, resume: true, tell});
    expect(told[1]).toMatch(/^Norm Prop: 1,121 parameters, 4 of 9 updates left/);
  });
});
