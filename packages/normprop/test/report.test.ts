import {cpSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {compareCharlm} from '../src/charlm/compareCharlm.js';
import {charlmTask} from '../src/charlm/charlmTask.js';
import {comparisonEntries} from '../src/run/comparisonEntry.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import type {RunRecord} from '../src/charlm/experiment/runRecord.js';
import {runCommand as run} from './support/runCommand.js';
import {emptyFolder, tinyConfig, tinyTextFile} from './support/tinyRun.js';

const data = tinyTextFile();
const runs = join(emptyFolder(), 'runs');
const paper = join(emptyFolder(), 'paper.json');
const bits: Record<string, number[]> = {};

/** Two models with two seeds, and a third run that was stopped. */
beforeAll(async () => {
  const contestants = (['lstm', 'layerNorm'] as const).map((model) => ({
    title: model,
    config: tinyConfig({data, model, updates: 15, learningRate: model === 'lstm' ? 1e-4 : 0.02}),
  }));
  const folder = join(runs, 'pair');
  mkdirSync(runs);
  const {runs: made} = await compareCharlm(comparisonEntries(contestants, [1, 2], charlmTask.budget), {
    folder,
    command: () => '',
  });
  for (const {group, result} of made) (bits[group] ??= []).push(result.validation.bitsPerCharacter);
  let updates = 0;
  const controller = new AbortController();
  const progress = {
    show: () => void (++updates === 7 && controller.abort('SIGINT')),
    finish: () => undefined,
  };
  const stopped = tinyConfig({data, model: 'lstm', units: 7, updates: 15});
  const options = {folder: join(runs, 'deep/er/wide'), progress, signal: controller.signal};
  await expect(trainCharlm(stopped, options)).rejects.toThrow('Stopped at update 7');
  writeFileSync(
    paper,
    JSON.stringify({
      name: 'the paper',
      source: 'Table 1',
      rows: [
        {title: 'Baseline', beside: ['lstm'], validation: 1.4, secondsPerEpoch: 386},
        {title: 'Layer Norm', beside: ['layerNorm'], validation: 1.5, secondsPerEpoch: 530},
      ],
    }),
  );
});

describe('normprop report', () => {
  const page = join(emptyFolder(), 'table/results.html');

  test('a row a config with mean and deviation over seeds, the reference beside, its order where it differs', async () => {
    const {code, out} = await run('report', runs, '--out', page, '--beside', paper, '--title', 'Two models');
    expect(code).toBe(0);
    const [one, two] = bits.layerNorm;
    const mean = ((one + two) / 2).toFixed(3);
    const deviation = (Math.abs(one - two) / Math.SQRT2).toFixed(3);
    expect(out).toMatch(new RegExp(`Layer Norm +${mean} ± ${deviation} +1\\.500 .* 1, 2 +15 `));
    expect(out).toMatch(/\nLSTM \(baseline\) +\d+ ± \d+ +1\.00 ± 0\.00 +386 +1\.00/);
    expect(out).toMatch(/\nLayer Norm +\d+ ± \d+ +\d\.\d\d ± \d\.\d\d +530 +1\.37/);
    expect(out).toMatch(
      /The order differs from the paper's in \d of \d pairs:\n {2}Layer Norm is ahead of wide/,
    );
  });

  test('unfinished runs are named as such, and the order is of the last update that all have reached', async () => {
    const {out} = await run('report', runs, '--out', page);
    expect(out).toMatch(/\nwide +\d\.\d{3} +\d\.\d{3} +1 +5 of 15, unfinished/);
    expect(out).toMatch(/Ours, best first at update 5, the last that all runs have reached \(not all are/);
    expect(readFileSync(page, 'utf8')).toContain('Unfinished: wide');
  });

  test('runs on two texts stand in a table each', async () => {
    const folder = emptyFolder();
    const other = join(folder, 'other.txt');
    writeFileSync(other, readFileSync(data, 'utf8').toUpperCase());
    for (const [name, text] of [
      ['one', data],
      ['two', other],
    ])
      await trainCharlm(tinyConfig({data: text, updates: 2}), {folder: join(folder, 'runs', name)});
    const {out} = await run('report', join(folder, 'runs'), '--out', join(folder, 'two.html'));
    expect(out.match(/^model +validation/gm)).toHaveLength(2);
    expect(out).not.toContain('best first');
    for (const file of ['two.html', 'two.md']) {
      const content = readFileSync(join(folder, file), 'utf8');
      expect(content).toContain('2 texts, a table each');
      expect(content).toContain('other.txt');
    }
  });

  test('a run that is worse at its end shows its lowest validation too', async () => {
    const folder = emptyFolder();
    const [record] = readFileSync(page.replace('.html', '.jsonl'), 'utf8').split('\n');
    const run1 = JSON.parse(record) as RunRecord;
    const points = [2.5, 2.1, 2.4].map((bitsPerCharacter, index) => ({
      update: 5 * (index + 1),
      seconds: index + 1,
      bitsPerCharacter,
    }));
    writeFileSync(join(folder, 'runs.jsonl'), JSON.stringify({...run1, validation: points}) + '\n');
    const {out} = await run('report', join(folder, 'runs.jsonl'), '--out', join(folder, 'page.html'));
    expect(out).toMatch(/lowest \(at update\)/);
    expect(out).toMatch(/2\.400 +2\.100 \(10\)/);
  });

  test('the page opens offline, holds curves, samples, configs; figures lie beside it', async () => {
    await run('report', runs, '--out', page, '--beside', paper, '--title', 'Two models');
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('<h1>Two models</h1>');
    expect(html.match(/<svg /g)).toHaveLength(2);
    expect(html.match(/<h3>/g)).toHaveLength(2); // a sample a finished group
    expect(html).toMatch(/<tr class="differs"><th>units<\/th><td>6<\/td><td>7<\/td><td>6<\/td>/);
    expect(html.replace(/xmlns(:xlink)?="[^"]*"|http:\/\/www\.w3\.org\/2000\/svg/g, '')).not.toMatch(
      /https?:|<script src|<link|url\((?!#)|@import/,
    );
    const names = ['html', 'jsonl', 'md'].map((ending) => `results.${ending}`);
    const figures = ['seconds', 'updates'].flatMap((axis) => [`results-${axis}.png`, `results-${axis}.svg`]);
    expect(readdirSync(join(page, '..')).sort()).toEqual([...figures, ...names].sort());
    const png = readFileSync(join(page, '../results-updates.png'));
    expect(png.toString('latin1', 1, 4)).toBe('PNG');
    const svg = readFileSync(join(page, '../results-updates.svg'), 'utf8');
    expect(svg).not.toContain('currentColor');
    expect(svg).toContain('stroke-dasharray="4,3"');
  });

  test('from its own JSON lines it makes the same tables, without the runs', async () => {
    const lines = join(page, '../results.jsonl');
    const again = join(emptyFolder(), 'again.html');
    await run('report', lines, '--out', again, '--beside', paper, '--title', 'Two models');
    const tables = (file: string): string => readFileSync(file, 'utf8').replace(/Made by .*/, '');
    expect(tables(again.replace('html', 'md'))).toBe(tables(join(page, '../results.md')));
    const records = readFileSync(lines, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as RunRecord);
    expect(records.map(({run: path, finished}) => [path, finished])).toEqual([
      ['deep/er/wide', false],
      ['pair/layerNorm-seed1', true],
      ['pair/layerNorm-seed2', true],
      ['pair/lstm-seed1', true],
      ['pair/lstm-seed2', true],
    ]);
    expect(records[1].machine).toMatch(/^\d+ x .*, Node \d+\./);
    expect(records[1].config.dataDir).toBeNull();
  });

  test('fills in the block of a README and leaves the rest', async () => {
    const readme = join(emptyFolder(), 'README.md');
    writeFileSync(readme, '# Title\n\n<!-- table1:start -->\nold\n<!-- table1:end -->\n\nText.\n');
    await run('report', runs, '--out', page, '--into', readme, '--block', 'table1');
    const text = readFileSync(readme, 'utf8');
    expect(text).toMatch(/^# Title\n\n<!-- table1:start -->\n\n[^]*\n\n<!-- table1:end -->\n\nText\.\n$/);
    expect(text).toMatch(/\n\| LSTM \(baseline\) +\| \d\.\d{3} ± /);
    expect(text).not.toContain('\nold\n');
    const wrong = await run('report', runs, '--out', page, '--into', readme);
    expect(wrong.err).toContain('expected the comments <!-- results:start --> and <!-- results:end -->');
    expect(wrong.code).toBe(2);
  });

  test('a copy of a run does not count as another seed', async () => {
    const doubled = emptyFolder();
    cpSync(join(runs, 'pair/lstm-seed1'), join(doubled, 'a'), {recursive: true});
    cpSync(join(runs, 'pair/lstm-seed1'), join(doubled, 'b'), {recursive: true});
    const {out, err} = await run('report', doubled);
    expect(err).toContain('Left out: b: the same config and seed as a');
    expect(out).toContain(bits.lstm[0].toFixed(3));
    expect(out).not.toContain('±');
    expect(existsSync(join(doubled, 'results.html'))).toBe(true);
  });

  test.each([
    ['no folder', ['report', join(runs, 'nothing')], /there is no such folder or file/, 2],
    ['no runs', ['report', emptyFolder()], /holds no run that has been validated/, 1],
    ['a page by another name', ['report', runs, '--out', 'a.pdf'], /expected a name that ends in \.html/, 2],
    ['no reference', ['report', runs, '--beside', join(runs, 'no.json')], /--beside .*cannot be read/, 2],
  ])('%s is an error', async (_, args, message, exit) => {
    const {code, err} = await run(...args);
    expect(err).toMatch(message);
    expect(code).toBe(exit);
  });

  test('a field of the reference that does not exist is named', async () => {
    const wrong = join(emptyFolder(), 'wrong.json');
    writeFileSync(wrong, '{"name": "a", "source": "b", "rows": [{"title": "c", "valid": 1}]}');
    const {err} = await run('report', runs, '--beside', wrong);
    expect(err).toMatch(/rows\[0\]: unknown field 'valid'; the fields are title, beside, validation/);
  });
});
