import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {format} from 'node:util';
import * as core from '@tensorflow/tfjs-core';
import * as data from '@tensorflow/tfjs-data';
import * as datasets from 'normprop-datasets';
import {idxFile} from './imageFiles.js';

const modules: Record<string, unknown> = {
  'normprop-datasets': datasets,
  '@tensorflow/tfjs-core': core,
  '@tensorflow/tfjs-data': data,
};

/** Runs a module's source; gives what it printed. */
async function run(source: string): Promise<string[]> {
  const printed: string[] = [];
  const body = source
    .replace(/^import \* as (\w+) from '([^']+)';$/gm, "const $1 = modules['$2'];")
    .replace(/^import (\{[^}]+\}) from '([^']+)';$/gm, "const $1 = modules['$2'];");
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (modules: unknown, console: unknown) => Promise<void>;
  await new AsyncFunction('modules', 'console', body)(modules, {
    log: (...values: unknown[]) => printed.push(format(...values)),
  });
  return printed;
}

describe('README.md', () => {
  const home = process.cwd();
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'normprop-readme-'));
    await mkdir(join(folder, 'ptb'));
    for (const split of ['train', 'valid', 'test']) {
      await writeFile(join(folder, `ptb/ptb.${split}.txt`), ' the cat sat \n');
    }
    await mkdir(join(folder, 'mnist'));
    for (const [part, count] of [
      ['train', 60],
      ['t10k', 10],
    ] as const) {
      const pixels = Array.from({length: count * 784}, (_, i) => i & 255);
      await writeFile(join(folder, `mnist/${part}-images-idx3-ubyte`), idxFile([count, 28, 28], pixels));
      const labels = idxFile([count], new Array<number>(count).fill(0));
      await writeFile(join(folder, `mnist/${part}-labels-idx1-ubyte`), labels);
    }
    process.chdir(folder);
  });
  afterAll(async () => {
    process.chdir(home);
    await rm(folder, {recursive: true});
  });

  it('has examples that run and print what they say', async () => {
    const readme = await readFile(join(__dirname, '../README.md'), 'utf8');
    const examples = [...readme.matchAll(/^```js\n(.*?)^```$/gms)].map(([, source]) => source);
    expect(examples).toHaveLength(4);
    for (const source of examples) {
      const said = [...source.matchAll(/; \/\/ → (.*)$/gm)].map(([, line]) => line);
      expect(said.length).toBeGreaterThan(0);
      expect(await run(source)).toEqual(said);
    }
  });
});
