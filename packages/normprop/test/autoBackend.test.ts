import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {decideBackend, largestStep, savedBackend} from '../src/backend/decideBackend.js';
import {runCommand} from './support/runCommand.js';
import {emptyFolder, tinyTextFile} from './support/tinyRun.js';

const usualStep = {timeSteps: 25, batch: 32, inputSize: 50, units: 128};
const said: string[] = [];
const tell = (line: string) => void said.push(line);
const fastest = () =>
  Promise.resolve({
    backend: 'tensorflow' as const,
    measured: [
      ['wasm', 12.34],
      ['tensorflow', 4],
    ] as Array<['wasm', number]>,
    broken: [['cpu', 'it is not well']] as Array<['cpu', string]>,
  });

beforeEach(() => void said.splice(0));

test('leaves a named backend, or none, as it is', async () => {
  const decision = () => {
    throw new Error('nothing is to be decided');
  };
  expect(await decideBackend({backend: 'cpu', units: 3}, decision)).toEqual({backend: 'cpu', units: 3});
  expect(await decideBackend({}, decision)).toEqual({});
});

test('takes the fastest and says what was measured, and what is broken', async () => {
  const decided = await decideBackend(
    {backend: 'auto', units: 3},
    () => ({size: () => usualStep, tell}),
    fastest,
  );
  expect(decided).toEqual({backend: 'tensorflow', units: 3});
  expect(said).toEqual([
    '--backend auto: without cpu: it is not well',
    '--backend auto: tensorflow (a small training step: wasm 12.3 ms, tensorflow 4.0 ms)',
  ]);
});

test('keeps the backend of a resumed run, and says so', async () => {
  const decision = () => ({saved: 'cpu' as const, size: () => usualStep, tell});
  expect(await decideBackend({backend: 'auto'}, decision, fastest)).toEqual({backend: 'cpu'});
  expect(said).toEqual(['--backend auto: cpu, which the run in the folder has']);
});

test('of several runs the largest step counts, and the first that has begun', async () => {
  const larger = {...usualStep, units: 300};
  expect(largestStep([usualStep, larger, usualStep])).toBe(larger);
  const folder = (backend?: 'cpu') => ({config: () => Promise.resolve(backend && {backend})});
  expect(await savedBackend([folder(), folder('cpu')])).toBe('cpu');
  expect(await savedBackend([folder()])).toBeUndefined();
});

const tiny = ['--data', tinyTextFile(), '--units', '6', '--length', '8', '--batch', '4', '--log-every', '2'];
const configOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as {backend: string};

test('train --backend auto trains on a backend that is here, writes it down, and keeps it when it goes on', async () => {
  const folder = join(emptyFolder(), 'run');
  const train = (...more: string[]) =>
    runCommand('train', 'charlm', ...tiny, '--out', folder, '--backend', 'auto', ...more);
  const first = await train('--updates', '2');
  expect(first.code).toBe(0);
  const chosen = /--backend auto: (\w+) \(a small training step: wasm [\d.]+ ms/.exec(first.err)![1];
  expect(configOf(folder).backend).toBe(chosen);
  const second = await train('--updates', '4', '--resume');
  expect(second.code).toBe(0);
  expect(second.err).toContain(`--backend auto: ${chosen}, which the run in the folder has`);
  const evaluated = await runCommand('evaluate', folder, '--characters', '40', '--backend', 'auto');
  expect(evaluated.code).toBe(0);
  expect(evaluated.err).toContain('--backend auto: ');
});

test('compare --backend auto decides once, for all', async () => {
  const out = join(emptyFolder(), 'pair');
  const {code, err} = await runCommand(
    ...['compare', '--models', 'lstm,normProp', ...tiny, '--updates', '2', '--out', out, '--backend', 'auto'],
  );
  expect(code).toBe(0);
  expect(err.match(/--backend auto: /g)).toHaveLength(1);
});

test('an unknown backend is reported with the known ones', async () => {
  const {code, err} = await runCommand('train', 'charlm', '--backend', 'fastest');
  expect(code).toBe(2);
  expect(err).toContain("--backend: expected one of cpu, wasm, tensorflow, webgpu, auto, got 'fastest'");
});
