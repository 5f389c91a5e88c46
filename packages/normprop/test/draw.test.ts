import {existsSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {PassThrough} from 'node:stream';
import {memory} from '@tensorflow/tfjs-core';
import {PNG} from 'pngjs';
import {runCommandLine} from '../src/commandLine.js';
import {modelNames} from '../src/config/modelNames.js';
import {resolveDrawConfig} from '../src/draw/config/resolveDrawConfig.js';
import {loadDrawImages} from '../src/draw/data/loadDrawImages.js';
import {drawTask} from '../src/draw/drawTask.js';
import {demoPlan} from '../src/run/demoPlan.js';
import {writeDrawReport} from '../src/draw/report/writeDrawReport.js';
import type {DrawLine} from '../src/draw/record/drawMetrics.js';
import {measuredDrawResult} from '../src/draw/train/measuredDrawResult.js';
import {DrawRunFolder} from '../src/draw/record/drawTypes.js';
import type {RunStatus} from '../src/progress/trainingProgress.js';
import {Interrupted} from '../src/run/interrupted.js';
import {tinyDrawConfig, tinyImages, trainDraw} from './support/tinyDraw.js';
import {backend, emptyFolder} from './support/tinyRun.js';

const images = tinyImages();

/** Everything that a run measured but the time it took. */
const measured = (metrics: DrawLine[]): unknown[] =>
  metrics.map((line) => ({...line, seconds: 0, imagesPerSecond: 0}));

/** The final weights and optimiser state of a run, as bytes. */
async function finalBytes(folder: string): Promise<Buffer> {
  const {weights, optimizer} = (await new DrawRunFolder(folder).checkpoints.load(() => undefined))!;
  return Buffer.concat([...weights, ...optimizer].map(({values}) => Buffer.from(values.buffer)));
}

/** Stops a run after an update. */
function stopAfter(update: number) {
  const controller = new AbortController();
  const show = (status: RunStatus): void => {
    if (status.update === update) controller.abort('SIGINT');
  };
  return {signal: controller.signal, progress: {show, finish: () => undefined}};
}

async function run(...args: string[]): Promise<{code: number; out: string; err: string}> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runCommandLine(args, {stdout, stderr: stderr as unknown as NodeJS.WriteStream});
  return {code, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '')};
}

describe('trainDraw', () => {
  test('learns, measures after each epoch, and leaves no tensor behind', async () => {
    const folder = emptyFolder();
    const config = tinyDrawConfig({updates: null, epochs: 15, learningRate: 0.03, units: 12});
    await trainDraw(tinyDrawConfig({updates: 1}), {folder: emptyFolder(), images});
    const before = memory().numTensors;
    const {result, metrics} = await trainDraw(config, {folder, images});
    expect(memory().numTensors).toBe(before);
    const first = metrics.find(({kind}) => kind === 'train')!;
    expect(result.test.bound).toBeLessThan(0.8 * first.bound);
    expect(result.test).toMatchObject({images: 7, update: result.validation.update});
    expect(result.updates).toBe(15 * 4); // 24 images in batches of 5
    const epochs = metrics.filter(({kind}) => kind === 'validation').map(({epoch}) => epoch);
    expect(epochs).toEqual(Array.from({length: 15}, (_, index) => index + 1));
    for (const {bound, reconstruction, kl} of metrics) expect(bound).toBeCloseTo(reconstruction + kl, 3);
  });

  test.each(modelNames)('%s: stopped twice and resumed, it ends with the same bits', async (model) => {
    const config = tinyDrawConfig({model});
    const [whole, parts] = [emptyFolder(), emptyFolder()];
    const uninterrupted = await trainDraw(config, {folder: whole, images});
    await expect(trainDraw(config, {folder: parts, images, ...stopAfter(3)})).rejects.toThrow(Interrupted);
    await expect(trainDraw(config, {folder: parts, images, resume: true, ...stopAfter(7)})).rejects.toThrow(
      'Stopped at update 7',
    );
    const resumed = await trainDraw(config, {folder: parts, images, resume: true});
    expect(measured(resumed.metrics)).toEqual(measured(uninterrupted.metrics));
    expect((await finalBytes(parts)).equals(await finalBytes(whole))).toBe(true);
    const other = await trainDraw({...config, seed: 2}, {folder: emptyFolder(), images});
    expect(measured(other.metrics)).not.toEqual(measured(resumed.metrics));
  });

  test('ends early when it is late, and its config says so', async () => {
    const folder = emptyFolder();
    let asked = 0;
    const given = tinyDrawConfig({updates: 200});
    const {result, config, metrics} = await trainDraw(given, {folder, images, isLate: () => ++asked === 2});
    const saved = (await new DrawRunFolder(folder).config())!;
    expect([result.updates, config.updates, saved.updates]).toEqual([50, 50, 50]);
    expect(metrics.slice(-2).map(({kind, update}) => [kind, update])).toEqual([
      ['validation', 50],
      ['test', 50],
    ]);
  });

  test('a bound that is not finite stops it and keeps the last good checkpoint', async () => {
    const folder = emptyFolder();
    const config = tinyDrawConfig({model: 'lstm', learningRate: 3e38, clipNorm: null, checkpointEvery: '1'});
    await expect(trainDraw(config, {folder, images})).rejects.toThrow(
      /^Update \d+: .* so training stops\.\nTry a smaller --learning-rate \(now 3e\+38\)/,
    );
    const checkpoint = await new DrawRunFolder(folder).checkpoints.load(() => undefined);
    expect(checkpoint!.weights.every(({values}) => values.every(Number.isFinite))).toBe(true);
  });

  test('is not resumed with another config, on other images, or where there is a run of text', async () => {
    const folder = emptyFolder();
    const config = tinyDrawConfig({updates: 2});
    await trainDraw(config, {folder, images});
    await expect(trainDraw({...config, units: 7}, {folder, images, resume: true})).rejects.toThrow(
      'units: 6 in the run folder, 7 asked for',
    );
    await expect(trainDraw(config, {folder, images: tinyImages('other'), resume: true})).rejects.toThrow(
      'not the images that the run was trained on',
    );
    await expect(trainDraw(config, {folder, images})).rejects.toThrow('already holds a run');
    const text = emptyFolder();
    writeFileSync(join(text, 'config.json'), '{"model": "lstm", "length": 10}');
    expect(await run('draw', 'sample', text)).toMatchObject({
      code: 1,
      err: expect.stringContaining('holds a run of text') as string,
    });
  });

  test('the test bound is that of the best validation bound, not the best one', () => {
    const line = {epoch: 1, reconstruction: 1, kl: 1, seconds: 1, images: 10};
    const train = {
      ...line,
      kind: 'train',
      bound: 9,
      gradientNorm: 1,
      clipped: 0.5,
      imagesPerSecond: 3,
    } as const;
    const {
      validation,
      test: tested,
      clipped,
    } = measuredDrawResult(
      [
        {...train, update: 1},
        {...line, kind: 'validation', update: 1, bound: 5},
        {...line, kind: 'test', update: 1, bound: 7},
        {...train, update: 2},
        {...line, kind: 'validation', update: 2, bound: 6},
        {...line, kind: 'test', update: 2, bound: 4},
      ],
      8,
    );
    expect([validation.bound, tested.bound, clipped]).toEqual([5, 7, 0.5]);
  });
});

describe('config', () => {
  test.each([
    [{glimpses: 0}, 'glimpses: expected an integer of at least 1, got 0'],
    [{model: 'lstm', gammaC: 1}, "gammaC: the model 'lstm' has no such option; these have: normProp"],
    [
      {data: 'binarized-mnist', binarize: 'once'},
      "binarize: the pixels of 'binarized-mnist' are 0 and 1 already",
    ],
    [{epochs: 1, updates: 2}, 'updates and epochs: expected one of them, got both'],
    [{length: 1}, "config: unknown field 'length'"],
  ])('%j is refused', (given, message) => {
    expect(() => resolveDrawConfig(given as never)).toThrow(message);
  });
});

describe('real digits from npm', () => {
  test('are drawn anew in each epoch by the seed; validation and test are the same for all seeds', async () => {
    const config = resolveDrawConfig({validationImages: 20});
    const one = await loadDrawImages(config);
    const [zeroth, first] = [0, 1].map((epoch) => one.train(epoch).read([5]));
    expect(new Set(zeroth)).toEqual(new Set([0, 1]));
    expect(zeroth).not.toEqual(first);
    const other = await loadDrawImages({...config, seed: 2});
    expect(other.train(0).read([5])).not.toEqual(zeroth);
    expect(other.test.read([7])).toEqual(one.test.read([7]));
    expect([one.train(0).count, one.valid.count, one.test.count]).toEqual([50000, 20, 20]);
    const once = await loadDrawImages({...config, binarize: 'once'});
    expect(once.train(0).read([5])).toEqual(once.train(1).read([5]));
  });

  test('a folder without them: which file is missing and what to do', async () => {
    const err = expect.stringContaining('binarized_mnist_train') as string;
    const args = ['draw', 'train', '--data', 'binarized-mnist', '--data-dir', emptyFolder()];
    expect(await run(...args, '--out', join(emptyFolder(), 'run'))).toMatchObject({code: 1, err});
  });
});

describe('commands', () => {
  const out = emptyFolder();
  const folder = join(out, 'run');
  const small = [
    '--units',
    '4',
    '--glimpses',
    '2',
    '--latent-size',
    '2',
    '--validation-images',
    '6',
    '--backend',
    backend,
  ];

  test('train, then sample, reconstruct and figure: the pictures are there and the seed fixes them', async () => {
    const train = await run('draw', 'train', ...small, '--updates', '2', '--batch', '4', '--out', folder);
    expect(train).toMatchObject({
      code: 0,
      out: expect.stringContaining(`Report: ${join(folder, 'report.html')}`) as string,
    });
    expect(readdirSync(join(folder, 'pictures')).sort()).toEqual(
      ['glimpses.gif', 'painting.gif', 'reconstructions.png', 'samples.png'].sort(),
    );
    const page = readFileSync(join(folder, 'report.html'), 'utf8');
    expect(page.match(/data:image\/(png|gif);base64/g)).toHaveLength(4);
    expect(page).not.toMatch(/(src|href)="(?!data:)/);
    const sheet = async (seed: number): Promise<Buffer> => {
      const file = join(out, `sheet${seed}.png`);
      await run(
        'draw',
        'sample',
        folder,
        '--count',
        '4',
        '--columns',
        '2',
        '--seed',
        String(seed),
        '--out',
        file,
      );
      return readFileSync(file);
    };
    const first = await sheet(1);
    expect((await sheet(1)).equals(first)).toBe(true);
    expect((await sheet(2)).equals(first)).toBe(false);
    expect(PNG.sync.read(first)).toMatchObject({width: 2 * 86 + 2, height: 2 * 86 + 2});
    const pairs = join(out, 'pairs.png');
    expect(
      (await run('draw', 'reconstruct', folder, '--count', '2', '--columns', '1', '--out', pairs)).code,
    ).toBe(0);
    expect(PNG.sync.read(readFileSync(pairs))).toMatchObject({width: 2 * 86 + 2, height: 2 * 86 + 2});
    const figures = join(out, 'figures');
    expect(
      (await run('draw', 'figure', folder, '--count', '2', '--out', figures)).out.trim().split('\n'),
    ).toEqual(
      ['bounds.svg', 'bounds.png', 'bounds.csv', 'glimpses.gif', 'painting.gif'].map((name) =>
        join(figures, name),
      ),
    );
    expect(readFileSync(join(figures, 'glimpses.gif')).toString('latin1', 0, 6)).toBe('GIF89a');
    expect(readFileSync(join(figures, 'bounds.csv'), 'utf8')).toMatch(
      /^run,model,seed,kind,.*\n.*,validation,2,.*\n.*,test,2,/,
    );
  });

  test('compare trains each config with each seed, and resumes without training again', async () => {
    const configs = ['lstm', 'normProp'].map((model) => {
      const file = join(out, `${model}.json`);
      writeFileSync(file, JSON.stringify({model, updates: 1, batch: 3}));
      return file;
    });
    const args = ['draw', 'compare', ...configs, ...small, '--seeds', '1,2', '--out', join(out, 'pair')];
    const {code, out: printed} = await run(...args);
    expect(code).toBe(0);
    expect(printed).toMatch(/lstm, seed 1 .*\nnormProp, seed 1 .*\nlstm, seed 2 .*\nnormProp, seed 2 /);
    expect((await run(...args)).err).toContain('already holds a run');
    const again = await run(...args, '--resume');
    expect(again.code).toBe(0);
    expect(again.out).toBe(printed);
    expect(again.err).not.toContain('update 1/1');
    expect(existsSync(join(out, 'pair', 'report.html'))).toBe(true);
  });
});

describe('the demo', () => {
  test('resumes an interrupted one, and replaces any other', async () => {
    const folder = emptyFolder();
    const entries = (updates: number) => drawTask.demo.entries(updates, drawTask.demo.units);
    const plan = (updates?: number) => demoPlan(drawTask, folder, {updates});
    expect(await plan(7)).toEqual({entries: entries(7), found: 'nothing'});
    await new DrawRunFolder(folder).begin(entries(9)[0].config);
    expect(await plan()).toEqual({entries: entries(9), found: 'interrupted'});
    expect((await plan(8)).found).toBe('other');
    await new DrawRunFolder(folder).writeJson('result.json', {});
    expect((await plan(9)).found).toBe('other');
  });

  test('a report of a network with windows of one filter', async () => {
    const folder = emptyFolder();
    const summary = await trainDraw(tinyDrawConfig({updates: 1, readSize: 1, writeSize: 1}), {
      folder,
      images,
    });
    const {samples} = await writeDrawReport(folder, summary, images);
    expect(PNG.sync.read(readFileSync(samples)).width).toBe(10 * 20 + 2);
  });
});
