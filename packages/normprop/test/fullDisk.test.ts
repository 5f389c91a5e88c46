import {existsSync, readdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {startProgram} from './support/startProgram.js';
import {backend, emptyFolder, tinyTextFile} from './support/tinyRun.js';

const data = tinyTextFile();
const train = (folder: string): string[] => [
  ...['train', 'charlm', '--data', data, '--out', folder, '--backend', backend, '--updates', '20'],
  ...['--units', '8', '--length', '10', '--batch', '4', '--log-every', '1', '--checkpoint-every', '100'],
];
const onlyHere = process.platform === 'win32' ? test.skip : test; // there is no limit to set on Windows

/** KiB that hold each file but the named one, by what a run without a limit wrote. */
let sizes: {checkpoint: number; report: number};

beforeAll(async () => {
  const folder = join(emptyFolder(), 'whole');
  expect(await startProgram(train(folder))).toMatchObject({code: 0});
  const checkpoints = readdirSync(join(folder, 'checkpoints'));
  const size = (...path: string[]): number => statSync(join(folder, ...path)).size / 1024;
  sizes = {
    checkpoint: Math.max(...checkpoints.map((name) => size('checkpoints', name))),
    report: size('report.html'),
  };
});

describe('a disk that takes no more', () => {
  onlyHere('refuses a checkpoint: its name, the reason, what is left, and no stack', async () => {
    const folder = join(emptyFolder(), 'run');
    const {code, err} = await startProgram(train(folder), {fileLimit: Math.floor(sizes.checkpoint / 2)});
    expect(code).toBe(1);
    expect(err).toMatch(/update-\d+\.ckpt: the checkpoint was not written: the file is too large/);
    expect(err).toContain('make room, then add --resume');
    expect(err).not.toMatch(/This should not happen|\n {4}at /);
    expect(readdirSync(join(folder, 'checkpoints')).join()).not.toContain('unfinished');
  });

  onlyHere('refuses the report: its name; the run is kept, and the report can be made later', async () => {
    const folder = join(emptyFolder(), 'run');
    expect(sizes.report).toBeGreaterThan(sizes.checkpoint);
    const {code, err} = await startProgram(train(folder), {fileLimit: Math.ceil(sizes.checkpoint)});
    expect(code).toBe(1);
    expect(err).toContain(`${join(folder, 'report.html')}: cannot be written: the file is too large`);
    expect(err).not.toMatch(/This should not happen|\n {4}at /);
    expect(existsSync(join(folder, 'result.json'))).toBe(true);
    expect(readdirSync(folder).filter((name) => name.includes('unfinished'))).toEqual([]);
    expect((await startProgram(['report', folder])).code).toBe(0);
  });
});
