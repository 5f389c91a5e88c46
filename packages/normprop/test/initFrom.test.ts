import {existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {loadText} from 'normprop-datasets';
import {charlmTask} from '../src/charlm/charlmTask.js';
import {resolveConfig} from '../src/charlm/config/resolveConfig.js';
import {CharlmRunFolder} from '../src/charlm/record/charlmTypes.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {optionsFor} from '../src/config/commandFor.js';
import {drawTask} from '../src/draw/drawTask.js';
import {DrawRunFolder} from '../src/draw/record/drawTypes.js';
import {readSweepFile} from '../src/sweep/readSweepFile.js';
import {sweepRuns} from '../src/sweep/sweepRuns.js';
import {runCommand as run} from './support/runCommand.js';
import {tinyDrawConfig, tinyImages, trainDraw} from './support/tinyDraw.js';
import {backend, emptyFolder, tinyConfig} from './support/tinyRun.js';
import {tinyText} from './support/tinyText.js';

const root = emptyFolder();
const source = join(root, 'source');
const asked = {units: 6, dropout: 0.1, zoneoutCell: 0.05, split: '80,10,10'};

/** Another text in the same characters, and one with two characters more. */
const other = join(root, 'other.txt');
writeFileSync(other, [...tinyText()].reverse().join(''));
const odd = join(root, 'odd.txt');
writeFileSync(odd, `${tinyText().slice(0, 50)}Ω${tinyText()}ß`);

const small = ['--length', '8', '--batch', '4', '--updates', '4', '--backend', backend];
const measuring = ['--validation-characters', '60', '--log-every', '1', '--validate-every', '2'];
let count = 0;
const fresh = (): string => join(root, `run${count++}`);
const train = (out: string, ...args: string[]) =>
  run('train', 'charlm', '--out', out, ...small, ...measuring, ...args);
const checkpoint = async (folder: string) =>
  (await new CharlmRunFolder(folder).checkpoints.load(() => undefined))!;
const configOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;

beforeAll(() => trainCharlm(tinyConfig(asked), {folder: source}));

describe('train charlm --init-from', () => {
  test('starts from the weights of the run, at epoch 0, on another text, and says so', async () => {
    const out = fresh();
    const {code, err} = await train(out, '--data', other, '--init-from', source, '--learning-rate', '1e-12');
    expect({code, err}).toMatchObject({code: 0});
    expect(err).toMatch(
      new RegExp(`Norm Prop: starts from ${source}, epoch [\\d.]+, \\d\\.\\d{3} bits per character\\.`),
    );
    const [was, is] = [await checkpoint(source), await checkpoint(out)];
    expect(is.position).toMatchObject({update: 4, epoch: 0});
    expect(is.vocabulary).toEqual(was.vocabulary);
    is.weights.forEach(({name, values}, index) => {
      const before = was.weights[index].values;
      const moved = Math.max(...values.map((value, i) => Math.abs(value - before[i])));
      expect({name, isNear: moved < 1e-5}).toEqual({name, isNear: true});
    });
    expect(is.optimizer[0].values[0]).toBe(4); // its own updates, and no more
  });

  test('has the model and the dropouts of the run, its own split, and records where it is from', async () => {
    const out = fresh();
    await train(out, '--data', other, '--init-from', source, '--zoneout-cell', '0.2');
    const {units, dropout} = asked;
    expect(configOf(out)).toMatchObject({
      units,
      dropout,
      zoneoutCell: 0.2,
      split: '90,5,5',
      initFrom: source,
    });
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(`<th>initFrom</th><td>${source}</td>`);
  });

  test('the command in its report makes its config again', () => {
    const config = resolveConfig({data: other, initFrom: source, dropout: 0, unknownSymbol: '.'});
    const words = optionsFor(charlmTask, config);
    expect(words).toContain(`--init-from ${source}`);
    expect(words).toContain('--unknown-symbol .');
    expect(words).toContain('--dropout 0 ');
    expect(words).toContain('--zoneout-cell 0.05');
  });

  test('reads as the run reads: on its own text it begins with its own figure', async () => {
    const out = fresh();
    const {data} = configOf(source) as {data: string};
    const same = ['--data', data, '--split', asked.split, '--learning-rate', '1e-12', '--seed', '9'];
    await train(out, ...same, '--init-from', source);
    const validation = async (folder: string) => {
      const lines = await new CharlmRunFolder(folder).metrics.read();
      return lines.filter(({kind}) => kind === 'validation').map(({bitsPerCharacter}) => bitsPerCharacter);
    };
    expect((await validation(out))[0]).toBeCloseTo((await validation(source)).pop()!, 5);
  });

  test('is resumed, measured and sampled without the folder that it started from', async () => {
    const out = fresh();
    const gone = join(root, 'gone');
    await trainCharlm(tinyConfig(asked), {folder: gone});
    await train(out, '--data', other, '--init-from', gone);
    const hiddenAtFirst = (await checkpoint(out)).initialMeanSquare;
    rmSync(gone, {recursive: true});
    const {code, err} = await run('train', 'charlm', '--out', out, '--resume', '--updates', '6');
    expect({code, err}).toMatchObject({code: 0});
    expect(err).not.toContain('starts from');
    const result = await new CharlmRunFolder(out).readJson<{hiddenMeanSquare: object}>('result.json');
    expect(result!.hiddenMeanSquare).toMatchObject({initial: hiddenAtFirst});
    for (const command of ['evaluate', 'sample', 'inspect'])
      expect({command, ...(await run(command, out))}).toMatchObject({command, code: 0});
  });

  test('a run that was killed before its first checkpoint starts from the folder when it is resumed', async () => {
    const [whole, out] = [fresh(), fresh()];
    await train(whole, '--data', other, '--init-from', source);
    await train(out, '--data', other, '--init-from', source);
    rmSync(join(out, 'checkpoints'), {recursive: true});
    writeFileSync(join(out, 'metrics.jsonl'), '');
    expect(await run('train', 'charlm', '--out', out, '--resume')).toMatchObject({code: 0});
    expect((await checkpoint(out)).weights).toEqual((await checkpoint(whole)).weights);
  });

  test('characters that the run does not know are named, and one that it knows may stand for them', async () => {
    const {code, err} = await train(fresh(), '--data', odd, '--init-from', source);
    expect(code).toBe(1);
    expect(err).toContain(
      `--data: odd.txt, train: the character "Ω" (U+03A9) at position 50 is not among the 29 symbols that ${source} knows. ` +
        "Give one of them that stands for all such characters, e.g. --unknown-symbol ' ', or take them out of the text",
    );
    const wrong = await train(fresh(), '--data', odd, '--init-from', source, '--unknown-symbol', 'Ω');
    expect(wrong.err).toContain(
      `--unknown-symbol: ${source} has no 'Ω', and a trained model gets no new symbols; give one that it has, e.g. ' '`,
    );
    const out = fresh();
    expect(await train(out, '--data', odd, '--init-from', source, '--unknown-symbol', '.')).toMatchObject({code: 0}); // prettier-ignore
    expect((await checkpoint(out)).vocabulary).toMatchObject({unknownSymbol: '.'});
    const next = fresh(); // and a run that starts from this one has it
    expect(await train(next, '--data', odd, '--init-from', out)).toMatchObject({code: 0});
    expect(configOf(next)).toMatchObject({unknownSymbol: '.'});
    expect(await run('evaluate', next)).toMatchObject({code: 0});
  });
});

describe('what cannot be started from', () => {
  const digits = join(root, 'digits');
  const unfinished = join(root, 'unfinished');
  beforeAll(async () => {
    await trainDraw(tinyDrawConfig({updates: 2}), {folder: digits, images: tinyImages()});
    await new CharlmRunFolder(unfinished).begin(tinyConfig());
    mkdirSync(join(root, 'empty'));
  });

  test.each([
    ['nowhere', 'there is no such folder'],
    ['empty', 'holds no run (there is no config.json in it)'],
    ['digits', "holds a run of kind 'draw'; the weights of a run of kind 'charlm' are needed"],
    ['unfinished', 'holds no checkpoint yet; train it first'],
  ])('%s: %s', async (name, words) => {
    const [out, path] = [fresh(), join(root, name)];
    const {code, err} = await train(out, '--data', other, '--init-from', path);
    expect(err).toContain(`--init-from: run folder ${path}: ${words}`);
    expect(err).not.toContain('This should not happen');
    expect(code).toBeGreaterThan(0);
    expect(existsSync(out)).toBe(false);
  });

  test('its own folder, however it is written, even with --overwrite: nothing is removed', async () => {
    for (const path of [source, `${source}/../source`]) {
      const {code, err} = await train(source, '--data', other, '--init-from', path, '--overwrite');
      expect(code).toBe(2);
      expect(err).toContain(`--init-from: run folder ${path}: is trained into itself.`);
    }
    expect((await checkpoint(source)).position.update).toBe(12);
  });

  test('a run of another model: each option that differs is named with both values', async () => {
    const args = ['--units', '64', '--gamma-x', '1', '--init-from', source];
    const {code, err} = await train(fresh(), '--data', other, ...args);
    expect(code).toBe(2);
    expect(err).toContain(
      `--init-from: run folder ${source}: its model is another one.\n  units: 6 there, 64 asked for\n` +
        '  gammaX: 0.5 there, 1 asked for\nLeave these options out',
    );
    const complete = {...resolveConfig({data: other, units: 7}), initFrom: source};
    await expect(trainCharlm(complete, {folder: fresh()})).rejects.toThrow('units: 6 there, 7 asked for');
  });

  test('Batch Norm has statistics of each time step: --length is part of its model', async () => {
    const folder = join(root, 'batch');
    await trainCharlm(tinyConfig({model: 'batchNorm'}), {folder});
    const {err} = await run('train', 'charlm', '--out', fresh(), '--data', other, '--init-from', folder, '--length', '9'); // prettier-ignore
    expect(err).toContain('length: 8 there, 9 asked for');
    const out = fresh();
    expect(await train(out, '--data', other, '--init-from', folder)).toMatchObject({code: 0});
    expect(configOf(out)).toMatchObject({model: 'batchNorm', length: 8});
  });

  test('a text that the caller has loaded with symbols of its own', async () => {
    const config = tinyConfig({data: other, initFrom: source, units: 6});
    const corpus = await loadText({text: 'abcd'.repeat(500)});
    await expect(trainCharlm(config, {folder: fresh(), corpus})).rejects.toThrow(
      `initFrom: text has other symbols than ${source}; load it with that run's vocabulary`,
    );
  });

  test('another run than the one that it was started from, when it is resumed', async () => {
    const out = fresh();
    await train(out, '--data', other, '--init-from', source);
    const {code, err} = await run('train', 'charlm', '--out', out, '--resume', '--init-from', digits);
    expect(code).toBe(1);
    expect(err).toContain(`initFrom: "${source}" in the run folder, "${digits}" asked for`);
  });
});

test('compare: a config that starts from a run beside one that does not, under an equal budget', async () => {
  const [scratch, further] = ['scratch', 'further'].map((name) => join(root, `${name}.json`));
  writeFileSync(scratch, JSON.stringify({units: 6}));
  writeFileSync(further, JSON.stringify({initFrom: source}));
  const out = fresh();
  const {code, err} = await run(
    'compare',
    scratch,
    further,
    '--out',
    out,
    '--data',
    other,
    ...small,
    ...measuring,
  );
  expect({code, err}).toMatchObject({code: 0});
  expect(err).toContain(`further: starts from ${source}`);
  expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain(
    `<tr class="differs"><th>initFrom</th><td>–</td><td>${source}</td>`,
  );
  const one = await run(
    'compare',
    '--models',
    'lstm,normProp',
    '--init-from',
    source,
    '--data',
    other,
    '--out',
    out,
  );
  expect(one.err).toContain('model: "normProp" there, "lstm" asked for');
});

test('a sweep has it in its base: every run has the model of that run', async () => {
  const file = join(root, 'sweep.json');
  const sweep = {base: {initFrom: source, data: other}, grid: {learningRate: [0.01, 0.002]}};
  writeFileSync(file, JSON.stringify(sweep));
  const read = await readSweepFile(file);
  const runs = sweepRuns(read.task, read.sweep);
  expect(runs.map(({config: {initFrom, units}}) => [initFrom, units])).toEqual([[source, 6], [source, 6]]); // prettier-ignore
  writeFileSync(file, JSON.stringify({...sweep, grid: {units: [6, 9]}}));
  const wrong = await readSweepFile(file);
  expect(() => sweepRuns(wrong.task, wrong.sweep)).toThrow('units: 6 there, 9 asked for');
});

describe('draw train', () => {
  const images = tinyImages();

  test('starts from the weights of a run of DRAW, whose model it has', async () => {
    const [from, out] = [fresh(), fresh()];
    await trainDraw(tinyDrawConfig({glimpses: 2}), {folder: from, images});
    const config = tinyDrawConfig({initFrom: from, glimpses: 2, learningRate: 1e-12, updates: 3});
    const told: string[] = [];
    await trainDraw(config, {folder: out, images, tell: (line) => void told.push(line)});
    expect(told[0]).toMatch(/^Norm Prop: starts from .*, epoch 2\.5, [\d.]+ nats\.$/);
    const weightsIn = async (folder: string) =>
      (await new DrawRunFolder(folder).checkpoints.load(() => undefined))!.weights;
    const before = await weightsIn(from);
    (await weightsIn(out)).forEach(({values}, index) =>
      values.forEach((value, i) => expect(Math.abs(value - before[index].values[i])).toBeLessThan(1e-5)),
    );
    const session = await drawTask.session({...config, initFrom: from}, images);
    const stored = (await new DrawRunFolder(from).checkpoints.load(() => undefined))!;
    const start = async () => session.start({...stored, imageShape: [7, 7, 1]});
    await expect(start()).rejects.toThrow('was trained on images of 7x7x1, these are 6x6x1');
    session.dispose();
    const moved = join(root, 'moved');
    renameSync(from, moved);
    await trainDraw({...config, updates: 5}, {folder: out, images, resume: true});
    expect(() => tinyDrawConfig({initFrom: moved})).toThrow('glimpses: 2 there, 3 asked for');
  });
});
