import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {
  batchDataNormalization,
  batchNormLSTM,
  layerNormLSTM,
  lstm,
  normPropLSTM,
  weightNormLSTM,
} from 'normprop-layers';
import type {LSTMArgs} from 'normprop-layers';
import {loadModel} from 'normprop-runtime';
import {exportRuntime} from '../src/index.js';
import {normal, randomize} from './support/models.js';

const glorot = {kernelInitializer: 'glorotNormal', recurrentInitializer: 'glorotNormal'} as const;
const inputShape = [null, 5];
const head = () => tfl.layers.timeDistributed({layer: tfl.layers.dense({units: 3, activation: 'softmax'})});

const layers: Array<[string, (args: LSTMArgs) => tfl.layers.Layer]> = [
  ['lstm', lstm],
  [
    'lstm, every option',
    (args) => lstm({...args, zoneoutCell: 0.3, zoneoutHidden: 0.1, outputScale: 2, learnInitialState: true}),
  ],
  ['tf.layers.lstm', (args) => tfl.layers.lstm({...args, ...glorot} as never)],
  ['normProp, the preserving cell', (args) => normPropLSTM({...args, cell: 'preserving'})],
  ['weightNorm', weightNormLSTM],
  ['normProp', normPropLSTM],
  ['layerNorm', layerNormLSTM],
  ['layerNorm, per gate', (args) => layerNormLSTM({...args, perGate: true})],
  ['batchNorm', (args) => batchNormLSTM({...args, maxTimeSteps: 3})],
];

describe.each(layers)('%s in normprop-runtime', (_, layer) => {
  const make = () => {
    const model = tfl.sequential({
      layers: [
        batchDataNormalization({inputShape}),
        layer({units: 4, returnSequences: true} as LSTMArgs),
        layer({units: 6, returnSequences: true} as LSTMArgs),
        head(),
      ],
    });
    randomize(model);
    return model;
  };

  test('a stream gives, step by step, what tfjs gives for the whole sequence', async () => {
    const model = make();
    const x = normal([1, 7, 5], 1);
    const want = (model.predict(x) as Tensor).dataSync();
    const loaded = await loadModel(await exportRuntime(model));
    const stream = loaded.stream();
    const got = [...Array(7).keys()].flatMap((t) => [
      ...stream.step(x.dataSync().subarray(5 * t, 5 * t + 5)),
    ]);
    expect(largest(got, want)).toBeLessThan(1e-5);
    stream.dispose();
  });

  test('run gives it for a batch, forwards and in both directions', async () => {
    const both = tfl.sequential({
      layers: [
        tfl.layers.bidirectional({
          layer: layer({units: 4} as LSTMArgs) as tfl.RNN,
          mergeMode: 'concat',
          inputShape,
        }),
        tfl.layers.dense({units: 2}),
      ],
    });
    randomize(both);
    const x = normal([3, 6, 5], 1);
    for (const model of [make(), both]) {
      const want = (model.predict(x) as Tensor).dataSync();
      const loaded = await loadModel(await exportRuntime(model));
      expect(largest(loaded.run(x.dataSync() as Float32Array, {batch: 3, timeSteps: 6}), want)).toBeLessThan(
        1e-5,
      );
    }
  });
});

test('symbols in: an embedding', async () => {
  const model = tfl.sequential({
    layers: [tfl.layers.embedding({inputDim: 7, outputDim: 4, inputShape: [null]}), lstm({units: 3})],
  });
  randomize(model);
  const symbols = [3, 0, 6, 1];
  const want = (model.predict(tfc.tensor2d([symbols])) as Tensor).dataSync();
  const stream = (await loadModel(await exportRuntime(model))).stream();
  const outputs = symbols.map((symbol) => [...stream.step(symbol)]);
  expect(largest(outputs[3], want)).toBeLessThan(1e-5);
  stream.dispose();
});

function largest(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i])));
}
