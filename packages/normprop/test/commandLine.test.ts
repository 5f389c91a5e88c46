import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Evaluation} from '../src/charlm/evaluate/evaluation.js';
import type {CharlmResult} from '../src/charlm/record/charlmTypes.js';
import {useKernels} from 'normprop-core';
import {runCommand as run} from './support/runCommand.js';
import {backend, emptyFolder, tinyTextFile} from './support/tinyRun.js';

const tiny = [
  '--units',
  '6',
  '--length',
  '8',
  '--batch',
  '4',
  '--validation-characters',
  '60',
  '--backend',
  backend,
];

describe('help', () => {
  test.each([
    [['--help'], ['demo', 'train', 'evaluate', 'sample', 'compare', 'report', 'variances', 'normprop demo']],
    [
      ['train', 'charlm', '--help'],
      ['--gamma-x', '--zoneout-cell', '--resume', 'Examples:', 'Dropout options:'],
    ],
    [
      ['evaluate', '--help'],
      ['--split', '--as', 'Examples:'],
    ],
    [
      ['sample', '--help'],
      ['--prime', '--temperature', 'Examples:'],
    ],
    [
      ['export', '--help'],
      ['--to', 'onnx', 'Examples:', 'DRAW'],
    ],
    [
      ['import', '--help'],
      ['--out', '--embedding', 'Examples:', 'model.json'],
    ],
    [
      ['compare', '--help'],
      ['--models', '--seeds', '--units', 'Examples:'],
    ],
    [
      ['demo', '--help'],
      ['--out', 'Examples:', 'interrupted'],
    ],
  ])('%p explains itself', async (args, words) => {
    const {code, out} = await run(...args);
    expect(code).toBe(0);
    for (const word of words) expect(out).toContain(word);
  });
});

describe('wrong arguments end with 2 and say what would be right', () => {
  test.each([
    [
      ['train', 'charlm', '--unit', '5'],
      /unknown option '--unit'\n\(Did you mean --units\?\)\nThe options of 'normprop train charlm': --out, .*--log-every\n/,
    ],
    [
      ['tran'],
      /unknown command 'tran'\n.*\nThe commands of 'normprop': demo, train, evaluate, sample, .*compare, report, .*variances, figures/,
    ],
    [['train', '--data', 'my.txt'], /unknown option '--data'\nThe commands of 'normprop train': charlm/],
    [
      ['train', 'charlm', '--threads', '0'],
      /--threads: expected auto or a whole number from 1 to 64, got '0'/,
    ],
    [
      ['sweep', 'none.json', '--out', 'x', '--redis', 'redis://nowhere', '--threads', '2'],
      /--threads: with --redis workers train/,
    ],
    [['train', 'imagelm'], /unknown command 'imagelm'[^]*The commands of 'normprop train': charlm/],
    [
      ['train', 'charlm', '--model', 'gru'],
      /--model: expected one of lstm, weightNorm, normProp, layerNorm, batchNorm, got 'gru'/,
    ],
    [
      ['train', 'charlm', '--backend', 'webgl'],
      /--backend: expected one of cpu, wasm, tensorflow, webgpu, auto, got 'webgl'/,
    ],
    [['train', 'charlm', '--units', '0'], /--units: expected an integer of at least 1, got '0'/],
    [['train', 'charlm', '--units', 'many'], /--units: expected an integer of at least 1, got 'many'/],
    [['train', 'charlm', '--gamma-h', '-2'], /--gamma-h: expected a number above 0, or default, got '-2'/],
    [
      ['train', 'charlm', '--model', 'lstm', '--gamma-h', '2'],
      /--gamma-h: the model 'lstm' has no such option/,
    ],
    [['train', 'charlm', '--variance-method', 'guess'], /--variance-method: expected .*'paper'.*got 'guess'/],
    [['train', 'charlm', '--resume', '--overwrite'], /--resume and --overwrite: expected one, got both/],
    [['train', 'charlm', '--download'], /--data-dir and --download are for --data ptb, got --data moby-dick/],
    [['sample'], /missing required argument 'run'/],
    [['compare', '--models', 'lstm'], /compare: expected at least 2 models or config files, got 1/],
    [
      ['compare', '--models', 'lstm,gru'],
      /--models: expected a list like a,b, each one of lstm, .*got 'lstm,gru'/,
    ],
    [['compare', '--models', 'lstm,lstm'], /compare: 'LSTM \(baseline\)' is there twice/],
    [
      ['compare', '--models', 'lstm,layerNorm', '--input-variance', '2'],
      /--input-variance: none of the models lstm, layerNorm has/,
    ],
    [['compare', '--models', 'lstm,normProp', '--seeds', '1,2,1'], /--seeds: 1 is there twice/],
    [['compare'], /compare: give --models .* or config files/],
  ])('%p', async (args, message) => {
    const {code, err} = await run(...args);
    expect(err).toMatch(message);
    expect(code).toBe(2);
  });

  test('a config file: missing, no JSON, with an unknown field', async () => {
    const file = join(emptyFolder(), 'config.json');
    expect((await run('train', 'charlm', '--config', file)).err).toMatch(/config file .*: cannot be read/);
    writeFileSync(file, '{"units": ');
    expect((await run('train', 'charlm', '--config', file)).err).toMatch(/config file .*: not JSON/);
    writeFileSync(file, '{"unit": 5}');
    expect((await run('train', 'charlm', '--config', file)).err).toMatch(
      /config: unknown field 'unit'; the fields are/,
    );
  });

  test('configs without an equal budget', async () => {
    const folder = emptyFolder();
    const files = [5, 6].map((updates) => {
      const file = join(folder, `of${updates}.json`);
      writeFileSync(file, JSON.stringify({updates}));
      return file;
    });
    const {err, code} = await run('compare', ...files);
    expect(err).toContain("'of5' and 'of6' have no equal budget.\n  updates: 5 and 6");
    expect(code).toBe(2);
  });
});

describe('a run from the command line', () => {
  const folder = join(emptyFolder(), 'run');
  const data = tinyTextFile();

  test('trains, and prints table, sample and the report’s path', async () => {
    const {code, out, err} = await run(
      ...['train', 'charlm', '--data', data, '--out', folder, '--updates', '4', '--log-every', '2', ...tiny],
    );
    expect(code).toBe(0);
    expect(err).toContain('Norm Prop: update 4/4');
    expect(out).toMatch(/model +train +validation +seconds/);
    expect(out).toContain(`Report: ${join(folder, 'report.html')}`);
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page).toContain('Norm Prop needs');
    expect(page).toContain(`normprop train charlm --data ${data} --model normProp --units 6`);
  });

  test('is resumed with a longer budget, but not with other units', async () => {
    const resume = ['train', 'charlm', '--out', folder, '--resume'];
    const other = await run(...resume, '--units', '7');
    expect(other.err).toMatch(/holds a run of another config\.\n {2}units: 6 in the run folder, 7 asked for/);
    expect(other.code).toBe(1);
    const {code, err} = await run(...resume, '--updates', '6');
    expect(err).toContain('update 6/6');
    expect(code).toBe(0);
  });

  test('is not overwritten unasked', async () => {
    const {code, err} = await run('train', 'charlm', '--data', data, '--out', folder);
    expect(err).toMatch(/already holds a run\. Add --resume to go on with it, --overwrite to replace it/);
    expect(err).not.toContain('Training into');
    expect(code).toBe(1);
  });

  test('is measured', async () => {
    const {out} = await run('evaluate', folder, '--split', 'test', '--as', 'stream', '--json');
    expect(JSON.parse(out)).toMatchObject({split: 'test', as: 'stream', characters: 199});
    const pieces = await run('evaluate', folder);
    expect(pieces.out).toMatch(
      /^valid: \d\.\d{4} bits per character over 199 characters \(all but the first of 200\), in pieces/,
    );
    const three = await run('evaluate', folder, '--characters', '3');
    expect(three.out).toMatch(/over 3 characters, in pieces/);
    const kept = JSON.parse(readFileSync(join(folder, 'evaluations.json'), 'utf8')) as Evaluation[];
    expect(kept.map(({as, characters, whole}) => [as, characters, whole])).toEqual([
      ['stream', 199, true],
      ['pieces', 199, true],
      ['pieces', 3, false],
    ]);
  });

  test('is measured dynamically only where that is said', async () => {
    const stream = ['evaluate', folder, '--as', 'stream'];
    expect((await run(...stream)).out).toMatch(/read as one stream, without dynamic evaluation\n$/);
    expect((await run(...stream, '--dynamic', '0.1')).out).toMatch(
      /with dynamic evaluation at rate 0\.1 \(not/,
    );
    const pieces = await run('evaluate', folder, '--dynamic', '0.1');
    expect(pieces.err).toContain('--dynamic: needs --as stream');
    expect(pieces.code).toBe(2);
  });

  test('writes', async () => {
    const {out, code} = await run('sample', folder, '--prime', 'whales ', '--length', '12');
    expect(out).toMatch(/^whales [^]{12}\n$/);
    expect(code).toBe(0);
    const {sample} = JSON.parse(readFileSync(join(folder, 'result.json'), 'utf8')) as CharlmResult;
    expect((await run('sample', folder, '--length', '5')).out).toHaveLength(sample.prime.length + 6);
    const wrong = await run('sample', folder, '--prime', 'Whales');
    expect(wrong.err).toContain('prime: the character "W" (U+0057) at position 0');
    expect(wrong.code).toBe(2);
  });

  test.each([
    ['evaluate', 'there is no such folder'],
    ['sample', 'there is no such folder'],
  ])('%s of a folder that is not there', async (command, message) => {
    const {err, code} = await run(command, join(folder, 'nothing'));
    expect(err).toContain(message);
    expect(code).toBe(1);
  });

  test('a folder without a run', async () => {
    expect((await run('sample', emptyFolder())).err).toMatch(
      /holds no run \(there is no config\.json in it\)/,
    );
  });
});

describe('compare', () => {
  const out = join(emptyFolder(), 'pair');
  const args = [
    'compare',
    '--models',
    'lstm,normProp',
    '--updates',
    '4',
    '--log-every',
    '2',
    '--gamma-x',
    '0.5',
  ];
  const data = tinyTextFile();

  test('trains each model with each seed and reports on them together', async () => {
    const all = [...args, '--data', data, '--out', out, '--seeds', '1,2', ...tiny];
    const {code, out: printed} = await run(...all);
    expect(code).toBe(0);
    for (const name of [
      'LSTM (baseline), seed 1',
      'Norm Prop, seed 1',
      'LSTM (baseline), seed 2',
      'Norm Prop, seed 2',
    ])
      expect(printed).toContain(`${name} `);
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page).toMatch(
      /<h1>.* reads unseen text best: \d\.\d{3} ± \d\.\d{3} bits per character after 4 updates, mean ± standard deviation of 2 seeds, against/,
    );
    expect(page).toContain('<svg');
    expect(page).toContain(`<pre>normprop compare --models lstm,normProp --updates 4`);
    // Self-contained: nothing is fetched. (An XML namespace is a name, not an address to fetch.)
    expect(page.replace(/xmlns(:xlink)?="[^"]*"/g, '')).not.toMatch(/https?:|<script|<link|url\((?!#)/);

    const again = await run(...all);
    expect(again.err).toContain('already holds a run');
    const resumed = await run(...all, '--resume');
    expect(resumed.code).toBe(0);
    expect(resumed.err).not.toContain('update'); // all four were finished
  });
});

test('--threads reaches the kernels', async () => {
  try {
    expect((await run('variances', '--threads', '3')).code).toBe(0);
    for (let i = 0; i < 500 && useKernels(true).threads < 3; i++)
      await new Promise((done) => setTimeout(done, 20));
    expect(useKernels(true).threads).toBe(3);
  } finally {
    useKernels({threads: 'auto'});
  }
});
