import {cpSync, readFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import type {CharlmResult} from '../src/charlm/record/charlmTypes.js';
import {MetricsFile} from '../src/run/metrics.js';
import {runCommand as run} from './support/runCommand.js';
import {backend, emptyFolder} from './support/tinyRun.js';

/**
 * Run folders as the program of commit a56c7b4 left them, before `config.json` had a kind, and before the cell's penalty, the cell's
 * kind, the output scale, presets, the split and `initFrom`. The figures below are what that program measured and wrote of them itself.
 */
const kept = resolve(__dirname, 'fixtures/oldRuns');

let folder: string;
const before = process.cwd();
beforeEach(() => {
  folder = emptyFolder();
  cpSync(kept, folder, {recursive: true});
  process.chdir(folder); // the text lies where it lay then: beside the run
});
afterEach(() => process.chdir(before));

const ok = async (...args: string[]): Promise<string> => {
  const {code, out, err} = await run(...args);
  expect({code, err: code === 0 ? '' : err}).toEqual({code: 0, err: ''});
  return out;
};
const lastLine = async (path: string) => (await new MetricsFile(path).read()).pop()!;

test('the fixture is of the older form', () => {
  const config = JSON.parse(readFileSync('text/config.json', 'utf8')) as object;
  for (const name of ['kind', 'format', 'cell', 'split', 'initFrom']) expect(config).not.toHaveProperty(name);
});

test.each([
  ['train', 3.276423161945685],
  ['valid', 3.263035242860777],
  ['test', 3.3813108666115945],
])('evaluate, %s: the figure of the older program', async (split, bits) => {
  const out = await ok('evaluate', 'text', '--split', split, '--backend', backend, '--json');
  expect((JSON.parse(out) as {bitsPerCharacter: number}).bitsPerCharacter).toBeCloseTo(bits, 5);
});

test('sample: the text of the older program', async () => {
  const args = ['--prime', 'abba ', '--temperature', '0', '--length', '30'];
  expect(await ok('sample', 'text', ...args)).toBe('abba adcccffffeeeeeeeeeeeeeeeeeeeee\n');
});

test('train --resume: goes on without the options that came later, to the figures of the older program', async () => {
  await ok('train', 'charlm', '--out', 'text', '--resume', '--updates', '9');
  expect(await lastLine('text')).toMatchObject({kind: 'validation', update: 9});
  const {validation, trainBitsPerCharacter} = JSON.parse(
    readFileSync('text/result.json', 'utf8'),
  ) as CharlmResult;
  expect(validation.bitsPerCharacter).toBeCloseTo(3.230623411588356, 5);
  expect(trainBitsPerCharacter).toBeCloseTo(3.3165818883334452, 5);
  const saved = JSON.parse(readFileSync('text/config.json', 'utf8')) as object;
  expect(saved).toMatchObject({kind: 'charlm', format: 1, cell: 'standard', cellPenalty: 0, split: '90,5,5', initFrom: null}); // prettier-ignore
});

test('train --resume: an option of its own that differs is refused as ever', async () => {
  const {code, err} = await run('train', 'charlm', '--out', 'text', '--resume', '--cell-penalty', '0.1');
  expect(code).toBe(1);
  expect(err).toContain('cellPenalty: 0 in the run folder, 0.1 asked for');
});

test('train --init-from: takes its weights', async () => {
  const args = ['--data', 'tiny.txt', '--out', 'further', '--updates', '2', '--length', '8', '--batch', '4'];
  const {code, err} = await run('train', 'charlm', ...args, '--init-from', 'text', '--backend', backend);
  expect(err).toContain('starts from text, epoch 0.11, 3.244 bits per character.');
  expect(code).toBe(0);
});

test('report, inspect and export read it; the run of DRAW is left out by name', async () => {
  const {code, out, err} = await run('report', '.');
  expect(code).toBe(0);
  expect(out).toMatch(/text +3\.244 +3\.284 /);
  expect(err).toContain("Left out: digits: a run of another kind, 'draw'");
  expect(await ok('inspect', 'text')).toContain('inspect.html');
  expect(await ok('export', 'text', '--to', 'safetensors')).toContain('weights.safetensors');
});

test('compare --resume in a folder of older runs: a run of another config is named, not trained over', async () => {
  cpSync('text', join('pair', 'Norm-Prop-seed1'), {recursive: true});
  const {code, err} = await run('compare', '--models', 'lstm,normProp', '--out', 'pair', '--resume', '--data', 'tiny.txt', '--backend', backend, '--length', '8', '--batch', '4', '--units', '3', '--updates', '6'); // prettier-ignore
  expect({code, err}).toMatchObject({code: 1});
  expect(err).toContain('holds a run of another config.');
  expect(err).toContain('gammaX: 2 in the run folder, 0.5 asked for'); // Norm Prop had other gains then
  expect(await lastLine(join('pair', 'Norm-Prop-seed1'))).toMatchObject({update: 6});
});

test('DRAW: resumes to the bounds of the older program, and paints', async () => {
  await ok('draw', 'train', '--out', 'digits', '--resume', '--updates', '4');
  expect((await lastLine('digits')) as object).toMatchObject({kind: 'test', update: 4});
  expect((await lastLine('digits')) as object).toHaveProperty('bound', expect.closeTo(517.232666015625, 3));
  expect(await ok('draw', 'sample', 'digits')).toContain('samples.png');
});
