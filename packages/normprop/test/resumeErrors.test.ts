import {readFileSync, readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {RunLock} from '../src/run/lock/runLock.js';
import {runCommand as run} from './support/runCommand.js';
import {backend, emptyFolder, tinyTextFile} from './support/tinyRun.js';

const tiny = ['--units', '6', '--length', '8', '--batch', '4', '--validation-characters', '60'];

async function trained(...options: string[]): Promise<string> {
  const out = join(emptyFolder(), 'run');
  const base = ['train', 'charlm', '--data', tinyTextFile(), '--out', out, '--updates', '4'];
  const {code, err} = await run(...base, ...tiny, '--backend', backend, ...options);
  expect({code, err: code === 0 ? '' : err}).toEqual({code: 0, err: ''});
  return out;
}

test('the words none and default of an option reach the run', async () => {
  const out = await trained('--clip-norm', 'none', '--gamma-x', 'default');
  expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'))).toMatchObject({
    clipNorm: null,
    gammaX: 0.5,
  });
});

test('a budget below what is done is an error and leaves the config alone', async () => {
  const out = await trained();
  const {code, err} = await run('train', 'charlm', '--out', out, '--resume', '--updates', '2');
  expect(code).toBe(1);
  expect(err).toContain('is at update 4 already, more than the 2 asked for');
  expect(JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'))).toMatchObject({updates: 4});
});

test('a run whose checkpoints are gone is not started again unasked', async () => {
  const out = await trained();
  rmSync(join(out, 'checkpoints'), {recursive: true});
  const {code, err} = await run('train', 'charlm', '--out', out, '--resume', '--updates', '8');
  expect(code).toBe(1);
  expect(err).toContain('has metrics but no checkpoint to go on from. Train anew with --overwrite.');
});

test('a folder in which a process trains is refused to another, and no lock stays behind', async () => {
  const out = await trained();
  const lock = (await RunLock.takeAtOnce(out))!;
  expect(await RunLock.takeAtOnce(out)).toBeUndefined();
  const goOn = () => run('train', 'charlm', '--out', out, '--resume', '--updates', '6');
  const before = readFileSync(join(out, 'metrics.jsonl'), 'utf8');
  const refused = await goOn();
  expect(refused.code).toBe(1);
  expect(refused.err).toContain(`run folder ${out}: another process trains in it.`);
  expect(readFileSync(join(out, 'metrics.jsonl'), 'utf8')).toBe(before);
  await lock.release({leave: 'nothing'});
  expect((await goOn()).code).toBe(0);
  expect(readdirSync(out).filter((name) => name.startsWith('lock'))).toEqual([]);
});
