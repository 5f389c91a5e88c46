import {existsSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {loadCorpus} from '../src/charlm/data/loadCorpus.js';
import {loadTrainedModel} from '../src/charlm/model/loadTrainedModel.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {validationSet} from '../src/charlm/measure/validationSet.js';
import {runCommand} from './support/runCommand.js';
import {emptyFolder, tinyConfig} from './support/tinyRun.js';

/** A finished run of a tiny model. */
async function trained(given: Parameters<typeof tinyConfig>[0] = {}): Promise<string> {
  const folder = join(emptyFolder(), 'tiny');
  await trainCharlm(tinyConfig(given), {folder});
  return folder;
}

const rowsOf = (file: string): Array<Record<string, string>> => {
  const [head, ...rows] = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return rows.map((row) => Object.fromEntries(row.map((value, column) => [head[column], value])));
};

describe('normprop inspect', () => {
  test('writes one page and the numbers; h is that of the model', async () => {
    const run = await trained();
    const {code, out} = await runCommand('inspect', run, '--batches', '1');
    expect(code).toBe(0);
    expect(out).toBe(['html', 'csv', 'json'].map((kind) => join(run, `inspect.${kind}\n`)).join(''));

    const {model, checkpoint} = await loadTrainedModel(run);
    const {config} = checkpoint;
    const corpus = await loadCorpus(config);
    const set = validationSet(corpus.valid, {...config, validationCharacters: config.batch * config.length});
    const [batch] = [...set];
    const meanSquare = await model.hiddenMeanSquare(batch);
    const rows = rowsOf(join(run, 'inspect.csv'));
    const constant = model.recurrent.cell.variable('cellVariance').read().dataSync()[0];
    model.dispose();
    const hidden = rows.filter(({quantity}) => quantity === 'h');
    expect(hidden).toHaveLength(config.length);
    hidden.forEach(({mean, variance}, step) =>
      expect(Number(mean) ** 2 + Number(variance)).toBeCloseTo(meanSquare[step], 4),
    );
    expect(new Set(rows.map(({quantity}) => quantity))).toEqual(new Set(['i', 'f', 'g', 'o', 'c', 'h']));
    const gate = rows.find(({quantity}) => quantity === 'f')!;
    expect(Number(gate.saturatedLow) + Number(gate.saturatedHigh)).toBeLessThanOrEqual(1);
    expect(hidden[0].saturatedLow).toBe('');
    // After the last step there is none to correlate with.
    expect(hidden[config.length - 1].autocorrelation1).toBe('');

    const numbers = JSON.parse(readFileSync(join(run, 'inspect.json'), 'utf8')) as {
      targets: {hidden: number; cell: number};
      updates: number;
      sequences: number;
    };
    expect(numbers).toMatchObject({updates: 12, sequences: config.batch, run: 'tiny', split: 'valid'});
    expect(numbers.targets.hidden).toBe(1);
    expect(numbers.targets.cell).toBeCloseTo(constant, 5);
    const page = readFileSync(join(run, 'inspect.html'), 'utf8');
    expect(page).not.toMatch(/(src|href)=["']?http/);
    for (const text of ['>target 1<', 'variance of h', 'share near the upper bound', 'lag 4'])
      expect(page).toContain(text);
  });

  test('a model without constants has no target; --out and --split', async () => {
    const run = await trained({model: 'lstm'});
    const page = join(emptyFolder(), 'pictures', 'inside.html');
    const {code} = await runCommand('inspect', run, '--split', 'test', '--out', page);
    expect(code).toBe(0);
    expect(existsSync(join(run, 'inspect.html'))).toBe(false);
    expect(existsSync(page.replace('html', 'csv'))).toBe(true);
    const text = readFileSync(page, 'utf8');
    expect(text).not.toContain('>target');
    expect(text).toContain('of the test text');
  });

  test.each([
    [['nowhere'], 'run folder nowhere: there is no such folder', 1],
    [['.', '--out', 'page.png'], "--out: expected a file that ends in .html, got 'page.png'", 2],
    [['.', '--batches', '0'], '--batches: expected', 2],
    [['.', '--split', 'all'], '--split: expected', 2],
  ])('%j', async (args, message, exit) => {
    const {code, err} = await runCommand('inspect', ...args);
    expect(err).toContain(message);
    expect(code).toBe(exit);
  });
});
