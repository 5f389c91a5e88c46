import {existsSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {memory} from '@tensorflow/tfjs-core';
import {modelNames} from '../src/config/modelNames.js';
import type {CharlmConfig} from '../src/charlm/config/charlmConfig.js';
import type {TrainingProgress} from '../src/progress/trainingProgress.js';
import {CharlmRunFolder} from '../src/charlm/record/charlmTypes.js';
import type {CharlmLine} from '../src/charlm/record/charlmMetrics.js';
import {evaluateRun} from '../src/charlm/evaluate/evaluateRun.js';
import {Interrupted} from '../src/run/interrupted.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {emptyFolder, tinyConfig, tinyTextFile} from './support/tinyRun.js';
import {tinyText} from './support/tinyText.js';

/** Everything that a run measured but the time it took. */
const measured = (metrics: CharlmLine[]): unknown[] =>
  metrics.map((line) => ({...line, seconds: 0, charactersPerSecond: 0, dataSeconds: 0}));

/** The final weights and optimiser state of a run, as bytes. */
async function finalBytes(folder: string): Promise<Buffer> {
  const {weights, optimizer} = (await new CharlmRunFolder(folder).checkpoints.load(() => undefined))!;
  return Buffer.concat([...weights, ...optimizer].map(({values}) => Buffer.from(values.buffer)));
}

/** Stops a run after an update. */
function stopAfter(update: number): {signal: AbortSignal; progress: TrainingProgress} {
  const controller = new AbortController();
  const show = (status: {update: number}): void => {
    if (status.update === update) controller.abort('SIGINT');
  };
  return {signal: controller.signal, progress: {show, finish: () => undefined}};
}

const everyDropout: Partial<CharlmConfig> = {
  dropout: 0.1,
  outputDropout: 0.2,
  candidateDropout: 0.1,
  recurrentDropout: 0.1,
  zoneoutCell: 0.1,
  zoneoutHidden: 0.1,
  learnInitialState: true,
  batchDataNormalization: true,
  decay: 'inverseTime:0.01',
};

describe('trainCharlm', () => {
  test('learns, and writes what a run folder holds', async () => {
    const folder = emptyFolder();
    const config = tinyConfig({updates: 60, units: 12, learningRate: 0.02});
    const {result, metrics} = await trainCharlm(config, {folder});
    const first = metrics.find((line) => line.kind === 'train')!;
    expect(result.trainBitsPerCharacter).toBeLessThan(first.bitsPerCharacter);
    expect(result.validation.bitsPerCharacter).toBeLessThan(Math.log2(29));
    expect(result.validation.characters).toBe(64);
    expect(result.hiddenMeanSquare.initial).toHaveLength(8);
    expect(result.inputVariance).toBeCloseTo(1, 5);
    expect(result.sample.text).toHaveLength(400);
    expect(readdirSync(folder).sort()).toEqual([
      'checkpoints',
      'config.json',
      'metrics.jsonl',
      'result.json',
    ]);
    expect(metrics.filter(({kind}) => kind === 'train').map(({update}) => update)).toEqual(
      Array.from({length: 20}, (_, index) => 3 * (index + 1)),
    );
  });

  test.each(modelNames)('%s: the same seed gives the same losses and weights to the bit', async (model) => {
    const config = tinyConfig({model, ...everyDropout, updates: 6});
    const [one, other] = [emptyFolder(), emptyFolder()];
    const first = await trainCharlm(config, {folder: one});
    const second = await trainCharlm(config, {folder: other});
    expect(measured(second.metrics)).toEqual(measured(first.metrics));
    expect((await finalBytes(other)).equals(await finalBytes(one))).toBe(true);
    const {metrics} = await trainCharlm({...config, seed: 2}, {folder: emptyFolder()});
    expect(measured(metrics)).not.toEqual(measured(first.metrics));
  });

  test.each(modelNames)('%s: stopped and resumed, it ends with the same bits', async (model) => {
    const config = tinyConfig({model, ...everyDropout});
    const [whole, parts] = [emptyFolder(), emptyFolder()];
    const uninterrupted = await trainCharlm(config, {folder: whole});
    await expect(trainCharlm(config, {folder: parts, ...stopAfter(5)})).rejects.toThrow(Interrupted);
    await expect(trainCharlm(config, {folder: parts, resume: true, ...stopAfter(7)})).rejects.toThrow(
      'Stopped at update 7',
    );
    const resumed = await trainCharlm(config, {folder: parts, resume: true});
    expect(measured(resumed.metrics)).toEqual(measured(uninterrupted.metrics));
    expect((await finalBytes(parts)).equals(await finalBytes(whole))).toBe(true);
    expect({...resumed.result.sample}).toEqual(uninterrupted.result.sample);
  });

  test('a run that was stopped before its first update can be resumed', async () => {
    const folder = emptyFolder();
    const signal = AbortSignal.abort('SIGINT');
    await expect(trainCharlm(tinyConfig(), {folder, signal})).rejects.toThrow('Stopped at update 0');
    const {result} = await trainCharlm(
      {...tinyConfig(), data: (await new CharlmRunFolder(folder).config())!.data},
      {folder, resume: true},
    );
    expect(result.updates).toBe(12);
  });

  test('a resumed run may get a longer budget', async () => {
    const config = tinyConfig({updates: 6});
    const [whole, parts] = [emptyFolder(), emptyFolder()];
    await trainCharlm({...config, updates: 10}, {folder: whole});
    await trainCharlm(config, {folder: parts});
    await trainCharlm({...config, updates: 10}, {folder: parts, resume: true});
    expect((await finalBytes(parts)).equals(await finalBytes(whole))).toBe(true);
  });

  test('keeps the weights of Norm Prop at unit norm, unless told not to', async () => {
    const norms = async (unitNorm: boolean): Promise<number[]> => {
      const folder = emptyFolder();
      await trainCharlm(tinyConfig({unitNorm, updates: 3, learningRate: 0.05}), {folder});
      const {weights} = (await new CharlmRunFolder(folder).checkpoints.load(() => undefined))!;
      const {values, shape} = weights.find(({name}) => /recurrent_kernel/.test(name))!;
      return Array.from({length: shape[1]}, (_, column) =>
        Math.hypot(...values.filter((_value, index) => index % shape[1] === column)),
      );
    };
    for (const norm of await norms(true)) expect(Math.abs(norm - 1)).toBeLessThan(1e-6);
    expect(Math.max(...(await norms(false)).map((norm) => Math.abs(norm - 1)))).toBeGreaterThan(1e-3);
  });

  test('a loss that is not finite stops it, says what to try, and keeps the last good checkpoint', async () => {
    const folder = emptyFolder();
    const config = tinyConfig({model: 'lstm', learningRate: 3e38, clipNorm: null, checkpointEvery: '1'});
    await expect(trainCharlm(config, {folder})).rejects.toThrow(
      /^Update \d+: the (loss is|gradient's norm is|weight '\w+' has become) -?(NaN|Infinity), so training stops\.\nTry a smaller --learning-rate \(now 3e\+38\), --clip-norm 1 \(now none\), in a new run folder\.\nThe checkpoint of update \d+ is good and stays\.$/,
    );
    const checkpoint = await new CharlmRunFolder(folder).checkpoints.load(() => undefined);
    expect(checkpoint!.weights.every(({values}) => values.every(Number.isFinite))).toBe(true);
  });

  test('a run of another config is not resumed: each field that differs is named', async () => {
    const folder = emptyFolder();
    const config = tinyConfig({updates: 2});
    await trainCharlm(config, {folder});
    await expect(trainCharlm({...config, units: 7}, {folder, resume: true})).rejects.toThrow(
      'units: 6 in the run folder, 7 asked for',
    );
    await expect(trainCharlm(config, {folder})).rejects.toThrow('already holds a run. Add --resume');
    await expect(trainCharlm(config, {folder: emptyFolder(), resume: true})).rejects.toThrow(
      'holds no run to resume',
    );
  });

  test('a run is not resumed on a changed text', async () => {
    const folder = emptyFolder();
    const config = tinyConfig({updates: 2});
    await trainCharlm(config, {folder});
    writeFileSync(config.data, tinyText().replace('whales', 'snails'));
    await expect(trainCharlm(config, {folder, resume: true})).rejects.toThrow(
      'data: the text is not the one that the run was trained on (tiny.txt)',
    );
  });

  test('a text whose parts do not fit together any more is another text', async () => {
    const folder = emptyFolder();
    const config = tinyConfig({updates: 2});
    await trainCharlm(config, {folder});
    writeFileSync(config.data, tinyText().slice(0, -4) + 'ñ');
    const message = /^data: the text is not the one that the run was trained on .*\n\(.*"ñ"/s;
    await expect(trainCharlm(config, {folder, resume: true})).rejects.toThrow(message);
    await expect(evaluateRun(folder)).rejects.toThrow(message);
  });

  test('making batches is measured, and is a small part of an update of a network of any size', async () => {
    const config = tinyConfig({units: 128, length: 50, batch: 16, updates: 8, logEvery: 1});
    const {metrics} = await trainCharlm(config, {folder: emptyFolder()});
    const lines = metrics.filter((line) => line.kind === 'train').slice(1); // the first update is cold
    const seconds = lines.map((line, index) => line.seconds - (lines[index - 1] ?? metrics[0]).seconds);
    const shares = lines.map((line, index) => line.dataSeconds! / seconds[index]).sort((a, b) => a - b);
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[Math.floor(shares.length / 2)]).toBeLessThan(0.03);
  });

  test.each([
    ['missing', undefined, /^data: .*there is no such file$/],
    ['empty', '', /^data: .*the file is empty/],
    ['binary', 'a\0b', /^data: .*binary file \(NUL at byte 1\)/],
    ['too short', 'some words', /^data: .*too short/],
  ])('%s text', async (_, content, message) => {
    const data = join(emptyFolder(), 'text.txt');
    if (content !== undefined) writeFileSync(data, content);
    const folder = join(emptyFolder(), 'run');
    await expect(trainCharlm(tinyConfig({data}), {folder})).rejects.toThrow(message);
    expect(existsSync(folder)).toBe(false);
  });

  test('a folder that cannot be made is an error', async () => {
    const folder = join(tinyTextFile(), 'run');
    await expect(trainCharlm(tinyConfig(), {folder})).rejects.toThrow(
      /^run folder .*: cannot be written \(ENOTDIR/,
    );
  });

  test('leaves no tensor behind', async () => {
    await trainCharlm(tinyConfig({updates: 2}), {folder: emptyFolder()});
    const before = memory().numTensors;
    await trainCharlm(tinyConfig({updates: 8, ...everyDropout}), {folder: emptyFolder()});
    expect(memory().numTensors).toBe(before);
  });
});
