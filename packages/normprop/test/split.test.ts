import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {resolveConfig} from '../src/charlm/config/resolveConfig.js';
import {CharlmRunFolder} from '../src/charlm/record/charlmTypes.js';
import {loadCorpus} from '../src/charlm/data/loadCorpus.js';
import {runCommand as run} from './support/runCommand.js';
import {backend, emptyFolder} from './support/tinyRun.js';
import {tinyText} from './support/tinyText.js';

const folder = emptyFolder();
const data = join(folder, 'tiny.txt');
writeFileSync(data, tinyText());
/** Its last tenth alone has an exclamation mark. */
const late = join(folder, 'late.txt');
writeFileSync(late, `${tinyText().slice(0, 3700)}!${tinyText().slice(3700)}`);

const small = ['--units', '4', '--length', '8', '--batch', '4', '--updates', '2', '--backend', backend];
const train = (name: string, ...args: string[]) =>
  run('train', 'charlm', '--out', join(folder, name), ...small, '--validation-characters', '60', ...args);

describe('--split', () => {
  test('cuts the file in these shares, is recorded, and evaluate reads the same parts', async () => {
    expect(await train('run', '--data', data, '--split', '60,30,10')).toMatchObject({code: 0});
    const config = (await new CharlmRunFolder(join(folder, 'run')).config())!;
    expect(config.split).toBe('60,30,10');
    const {symbolCounts, vocabulary, ...parts} = await loadCorpus(config);
    expect(symbolCounts).toEqual({train: 2400, valid: 1200, test: 400});
    const [valid, test] = [parts.valid, parts.test].map((part) => vocabulary.decode(part));
    expect([valid, test]).toEqual([tinyText().slice(2400, 3600), tinyText().slice(3600)]);
    const {out} = await run('evaluate', join(folder, 'run'), '--split', 'test', '--json');
    expect(JSON.parse(out)).toMatchObject({characters: 399, whole: true});
    expect(readFileSync(join(folder, 'run', 'report.html'), 'utf8')).toContain('<td>60,30,10</td>');
  });

  test('without it: nine tenths, a twentieth, a twentieth, as the datasets have it', async () => {
    expect(resolveConfig({}).split).toBe('90,5,5');
    expect((await loadCorpus(resolveConfig({data}))).symbolCounts).toEqual({train: 3600, valid: 200, test: 200}); // prettier-ignore
  });

  test('another one is refused when the run is resumed', async () => {
    const {code, err} = await train('run', '--data', data, '--resume', '--split', '70,20,10');
    expect(code).toBe(1);
    expect(err).toContain('split: "60,30,10" in the run folder, "70,20,10" asked for');
  });

  test('no test text: the run trains, and evaluate says that there is none', async () => {
    expect(await train('untested', '--data', data, '--split', '95, 5, 0')).toMatchObject({code: 0});
    const {code, err} = await run('evaluate', join(folder, 'untested'), '--split', 'test');
    expect(code).toBe(1);
    expect(err).toContain(
      'data: test is too short to predict anything; the run was trained with --split 95,5,0',
    );
  });

  test.each(['90,5', '90,5,4', '90,5,5,0', '100,0,0', '0,50,50', '90,-5,15', '0.9,0.05,0.05', '90,5,x', ''])(
    '%p is refused with what is expected',
    async (split) => {
      const {code, err} = await train('none', '--data', data, '--split', split);
      expect(code).toBe(2);
      expect(err).toContain('--split: expected the shares of training, validation and test in per cent, like 90,5,5'); // prettier-ignore
    },
  );

  test('is not for the Penn Treebank, which comes in three files', async () => {
    const {code, err} = await train('none', '--data', 'ptb', '--split', '90,5,5');
    expect(code).toBe(2);
    expect(err).toContain('--split: the Penn Treebank comes in three files; leave it out');
    expect(resolveConfig({data: 'ptb'}).split).toBeNull();
  });

  test('a part that is too short for a piece is named', async () => {
    const {err} = await train('none', '--data', data, '--split', '99.9,0.1,0');
    expect(err).toContain('--data: tiny.txt: too short. valid would be 0.001 of 4000 characters = 4');
  });
});

describe('a character that only validation text has', () => {
  test('is named, with the two flags that help, and each of them does', async () => {
    const {code, err} = await train('odd', '--data', late);
    expect(code).toBe(1);
    expect(err).toContain(
      '--data: late.txt, valid: the character "!" (U+0021) at position 99 is not among the 29',
    );
    expect(err).toContain("e.g. --unknown-symbol '\uFFFD', or choose another --split");
    expect(err).not.toContain('unknownSymbol');
    expect(await train('unknown', '--data', late, '--unknown-symbol', '\uFFFD')).toMatchObject({code: 0});
    expect(await train('split', '--data', late, '--split', '94,3,3')).toMatchObject({code: 0});
  });
});
