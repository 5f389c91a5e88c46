import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {memory} from '@tensorflow/tfjs-core';
import {compareCharlm} from '../src/charlm/compareCharlm.js';
import type {CompareOptions} from '../src/charlm/compareCharlm.js';
import {comparisonEntries} from '../src/run/comparisonEntry.js';
import {modelNames} from '../src/config/modelNames.js';
import {charlmTask} from '../src/charlm/charlmTask.js';
import {CharlmRunFolder} from '../src/charlm/record/charlmTypes.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {emptyFolder, tinyConfig, tinyTextFile} from './support/tinyRun.js';

const data = tinyTextFile();
const entriesOf = (updates: number, models = modelNames) =>
  comparisonEntries(
    models.map((model) => ({
      title: model,
      config: tinyConfig({data, model, updates, dropout: 0.1, outputDropout: 0.1, zoneoutCell: 0.1}),
    })),
    [1],
    charlmTask.budget,
  );
const compare = (folder: string, updates: number, options: Partial<CompareOptions> = {}) =>
  compareCharlm(entriesOf(updates), {folder, command: () => 'again', ...options});

async function finalWeights(folder: string): Promise<unknown> {
  return (await new CharlmRunFolder(folder).checkpoints.load(() => undefined))!.weights;
}

describe('compareCharlm', () => {
  test('models trained in turns are, to the bit, those trained alone', async () => {
    const folder = emptyFolder();
    const before = memory().numTensors;
    const {runs} = await compare(folder, 30);
    expect(memory().numTensors).toBe(before);
    expect(runs.map(({result}) => result.updates)).toEqual([30, 30, 30, 30, 30]);
    for (const {folder: name, config} of entriesOf(30)) {
      const alone = emptyFolder();
      await trainCharlm(config, {folder: alone});
      expect(await finalWeights(join(folder, name))).toEqual(await finalWeights(alone));
    }
  });

  test('interrupted, it saves every run, and resumed it ends as if it had not been', async () => {
    const [whole, parts] = [emptyFolder(), emptyFolder()];
    await compare(whole, 30);
    const controller = new AbortController();
    let shown = 0;
    const progress = {
      show: () => void (++shown === 60 && controller.abort('SIGINT')),
      finish: () => undefined,
    };
    // 25 updates of the first and of the second model, and 10 of the third.
    await expect(compare(parts, 30, {progress, signal: controller.signal})).rejects.toThrow(
      'Stopped at update 10; everything is saved in',
    );
    const newest = entriesOf(30).map(({folder}) =>
      readdirSync(join(parts, folder, 'checkpoints'))
        .sort()
        .pop(),
    );
    expect(newest.map((name) => Number(/\d+/.exec(name!)![0]))).toEqual([25, 25, 10, 0, 0]);
    await compare(parts, 30, {resume: true});
    for (const {folder} of entriesOf(30))
      expect(await finalWeights(join(parts, folder))).toEqual(await finalWeights(join(whole, folder)));
  });

  test('when it gets late, all end at the same update, and the config says so', async () => {
    const folder = emptyFolder();
    let asked = 0;
    const {runs} = await compare(folder, 1000, {isLate: () => ++asked > 1});
    expect(runs.map(({result}) => result.updates)).toEqual([50, 50, 50, 50, 50]);
    for (const {folder: name} of entriesOf(1000)) {
      expect(JSON.parse(readFileSync(join(folder, name, 'config.json'), 'utf8'))).toMatchObject({
        updates: 50,
      });
      const {metrics} = new CharlmRunFolder(join(folder, name));
      expect((await metrics.read()).slice(-2).map(({kind, update}) => [kind, update])).toEqual([
        ['train', 50],
        ['validation', 50],
      ]);
    }
  });
});
