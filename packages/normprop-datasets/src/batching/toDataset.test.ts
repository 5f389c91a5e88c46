import * as core from '@tensorflow/tfjs-core';
import * as data from '@tensorflow/tfjs-data';
import * as layers from '@tensorflow/tfjs-layers';
import {toDataset} from './toDataset.js';
import {trainingBatches} from './trainingBatches.js';
import {validationBatches} from './validationBatches.js';

const tf = {...core, data};
const stream = Uint8Array.from({length: 400}, (_, i) => i % 4);

describe('toDataset', () => {
  it('gives the batches as {xs, ys} of symbol numbers', async () => {
    const batches = validationBatches(stream.subarray(0, 12), {length: 3, batch: 2});
    const elements = await toDataset(tf, batches).toArray();
    expect(elements.map(({xs}) => xs.shape)).toEqual([
      [2, 3],
      [1, 3],
      [1, 2],
    ]);
    for (const [i, {xs, ys}] of elements.entries()) {
      expect([xs.dtype, ys.dtype]).toEqual(['int32', 'int32']);
      expect([...xs.dataSync()]).toEqual([...batches.at(i).inputs]);
      expect([...ys.dataSync()]).toEqual([...batches.at(i).targets]);
    }
    core.dispose(elements);
  });

  it('gives one-hot vectors of the sizes that are asked for, and leaves no other tensor', async () => {
    const before = core.memory().numTensors;
    const batches = validationBatches(stream.subarray(0, 3), {length: 2, batch: 1});
    const [{xs, ys}] = await toDataset(tf, batches, {oneHotInputs: 4, oneHotTargets: 5}).toArray();
    expect([xs.dtype, ys.dtype]).toEqual(['float32', 'float32']);
    expect(xs.arraySync()).toEqual([
      [
        [1, 0, 0, 0],
        [0, 1, 0, 0],
      ],
    ]);
    expect(ys.arraySync()).toEqual([
      [
        [0, 1, 0, 0, 0],
        [0, 0, 1, 0, 0],
      ],
    ]);
    core.dispose([xs, ys]);
    expect(core.memory().numTensors).toBe(before);
  });

  it('asks for the batches of each pass', async () => {
    const passes: number[] = [];
    const dataset = toDataset(tf, (pass) => {
      passes.push(pass);
      return trainingBatches(stream, {length: 5, batch: 8, seed: 1, epoch: pass});
    });
    const first = await dataset.toArray();
    const second = await dataset.toArray();
    expect(passes).toEqual([0, 1]);
    const order = (elements: typeof first) => elements.flatMap(({xs}) => [...xs.dataSync()]);
    expect(order(first)).not.toEqual(order(second));
    core.dispose([first, second]);
  });

  it('feeds fitDataset, which learns that 0 1 2 3 comes again and again', async () => {
    const model = layers.sequential({
      layers: [
        layers.layers.dense({
          units: 4,
          activation: 'softmax',
          inputShape: [5, 4],
          kernelInitializer: layers.initializers.glorotNormal({seed: 3}),
        }),
      ],
    });
    const optimizer = core.train.adam(0.1);
    model.compile({optimizer, loss: 'categoricalCrossentropy'});
    const passes: number[] = [];
    const dataset = toDataset(
      tf,
      (pass) => {
        passes.push(pass);
        return trainingBatches(stream, {length: 5, batch: 8, seed: 1, epoch: pass});
      },
      {oneHotInputs: 4, oneHotTargets: 4},
    );
    const {history} = await model.fitDataset(dataset, {epochs: 6, verbose: 0});
    const losses = history.loss as number[];
    expect(losses[0]).toBeGreaterThan(0.8);
    expect(losses[5]).toBeLessThan(0.1);
    expect(passes.slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5]);
    model.dispose();
  });
});
