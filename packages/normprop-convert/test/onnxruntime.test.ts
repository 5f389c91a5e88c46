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
import {foldRecurrence} from '../src/chain/foldRecurrence.js';
import {chainOf, exportONNX} from '../src/index.js';
import type {ChainLayer, Recurrence} from '../src/index.js';
import {normal, randomize, randomizeEvenly} from './support/models.js';
import {nodesOf} from './support/nodesOf.js';
import {ONNXRuntimes} from './support/ONNXRuntimes.js';
import type {Fed} from './support/ONNXRuntimes.js';

const D = 5;
const H = 6;
const batches = [3, 1];
let runtimes: ONNXRuntimes;
beforeAll(async () => {
  runtimes = await ONNXRuntimes.start();
});
afterAll(() => runtimes.stop());

const fed = (tensor: Tensor): Fed => ({
  type: tensor.dtype === 'int32' ? 'int32' : 'float32',
  data: tensor.dataSync().slice() as Float32Array,
  dims: tensor.shape,
});

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  let worst = 0;
  for (let i = 0; i < a.length; i++)
    worst = Math.max(worst, Number.isNaN(a[i] - b[i]) ? Infinity : Math.abs(a[i] - b[i]));
  return worst;
};

/** Runs stateful tfjs layers and the file over three calls of different lengths, and compares all outputs. */
async function expectSameStreams(
  model: tfl.Sequential,
  inputOf: (batch: number, time: number, seed: number) => Tensor,
) {
  const file = await exportONNX(model);
  const recurrent = model.layers.filter((layer) => 'cell' in layer);
  for (const batch of batches) {
    const inputs = [4, 1, 7].map((time, i) => inputOf(batch, time, 10 * batch + i));
    const want: Float32Array[] = [];
    const stream = statefulCopy(model, batch);
    for (const x of inputs)
      want.push((stream.predict(x, {batchSize: batch}) as Tensor).dataSync().slice() as Float32Array);
    const zeros = Object.fromEntries(
      recurrent.flatMap(({name}) =>
        ['hidden', 'cell'].map((state) => [`${name}/${state}`, startOf(model, name, state, batch)] as const),
      ),
    );
    const carry = Object.fromEntries(
      recurrent.flatMap(({name}) =>
        ['hidden', 'cell'].map((state) => [`${name}/${state}_out`, `${name}/${state}`]),
      ),
    );
    const steps = Object.fromEntries(
      recurrent
        .filter((layer) => layer.getClassName() === 'BatchNormLSTM')
        // tfjs's layer counts its steps anew in each call.
        .map(({name}) => [`${name}/step`, {type: 'int64' as const, data: new BigInt64Array(1), dims: [1]}]),
    );
    const results = await runtimes.run(
      file,
      inputs.map((x, i) => ({input: fed(x), ...steps, ...(i === 0 && zeros)})),
      carry,
    );
    for (const name of ['node', 'web'] as const) {
      results[name].forEach(({output}, i) =>
        expect(largest(output.data as Float32Array, want[i])).toBeLessThan(1e-5),
      );
    }
  }
  return file;
}

/** The same model with stateful layers for batches of that size. */
function statefulCopy(model: tfl.Sequential, batch: number): tfl.LayersModel {
  const copy = tfl.sequential();
  model.layers.forEach((layer, i) => {
    const layerConfig = {...layer.getConfig(), ...('cell' in layer && {stateful: true})} as Record<
      string,
      unknown
    >;
    if (i === 0) layerConfig.batchInputShape = [batch, ...(layer.batchInputShape ?? []).slice(1)];
    const Class = layer.constructor as unknown as {
      fromConfig(cls: unknown, config: unknown): tfl.layers.Layer;
    };
    copy.add(Class.fromConfig(Class, layerConfig));
  });
  copy.setWeights(model.getWeights());
  return copy;
}

function startOf(model: tfl.Sequential, layer: string, state: string, batch: number): Fed {
  const learned = model
    .getLayer(layer)
    .weights.find(({originalName}) => originalName.endsWith(`initial_${state}`));
  const row = learned ? (learned.read().dataSync() as Float32Array) : new Float32Array(H);
  const data = new Float32Array(batch * H);
  for (let i = 0; i < batch; i++) data.set(row, i * H);
  return {type: 'float32', data, dims: [batch, H]};
}

const vectors = (batch: number, time: number, seed: number): Tensor => normal([batch, time, D], seed);
const inputShape = [null, D];
const glorot = {kernelInitializer: 'glorotNormal', recurrentInitializer: 'glorotNormal'} as const;
const head = () => tfl.layers.dense({units: 4, activation: 'softmax'});

const layers: Array<[string, (args: LSTMArgs) => tfl.layers.Layer, even: boolean, node: 'LSTM' | 'Scan']> = [
  ['lstm', lstm, false, 'LSTM'],
  ['lstm, zoneout', (args) => lstm({...args, zoneoutCell: 0.3, zoneoutHidden: 0.1}), false, 'Scan'],
  ['lstm, learned initial state', (args) => lstm({...args, learnInitialState: true}), false, 'LSTM'],
  ['lstm, without bias', (args) => lstm({...args, useBias: false}), false, 'LSTM'],
  ['tf.layers.lstm, hardSigmoid', (args) => tfl.layers.lstm({...args, ...glorot} as never), false, 'LSTM'],
  [
    'tf.layers.lstm, sigmoid',
    (args) => tfl.layers.lstm({...args, ...glorot, recurrentActivation: 'sigmoid'} as never),
    false,
    'LSTM',
  ],
  ['lstm, outputScale', (args) => lstm({...args, outputScale: 2.5}), false, 'LSTM'],
  ['lstm, the preserving cell', (args) => lstm({...args, cell: 'preserving'}), false, 'Scan'],
  ['weightNorm', weightNormLSTM, false, 'LSTM'],
  ['normProp, one γc', (args) => normPropLSTM({...args, scalarGammaC: true}), true, 'LSTM'],
  ['normProp, γc and variances that differ by unit', normPropLSTM, false, 'Scan'],
  ['layerNorm', layerNormLSTM, false, 'Scan'],
  ['layerNorm, per gate', (args) => layerNormLSTM({...args, perGate: true}), false, 'Scan'],
  ['batchNorm', (args) => batchNormLSTM({...args, maxTimeSteps: 5}), false, 'Scan'],
  ['batchNorm, one row', (args) => batchNormLSTM({...args, maxTimeSteps: 1}), false, 'Scan'],
];

describe.each(layers)('%s', (_, layer, even, node) => {
  const shake = even ? randomizeEvenly : randomize;

  test(`a stack of two with a head is ${node} nodes; three calls with the state carried`, async () => {
    const model = tfl.sequential({
      layers: [
        layer({units: H, returnSequences: true, inputShape} as LSTMArgs),
        tfl.layers.dropout({rate: 0.5}),
        layer({units: H, returnSequences: true} as LSTMArgs),
        tfl.layers.timeDistributed({layer: head()}),
      ],
    });
    shake(model);
    const file = await expectSameStreams(model, vectors);
    const ops = nodesOf(file);
    expect(ops.filter((op) => op === node)).toHaveLength(2);
    expect(ops.filter((op) => op === 'LSTM' || op === 'Scan')).toHaveLength(2);
  });

  test('the last output alone', async () => {
    const model = tfl.sequential({layers: [layer({units: H, inputShape} as LSTMArgs), head()]});
    shake(model);
    await expectSameStreams(model, vectors);
  });

  test.each(['concat', 'sum', 'ave', 'mul'] as const)('bidirectional, %s', async (mergeMode) => {
    const inner = layer({units: H, returnSequences: true} as LSTMArgs) as tfl.RNN;
    const model = tfl.sequential({
      layers: [tfl.layers.bidirectional({layer: inner, mergeMode, inputShape}), tfl.layers.dense({units: 2})],
    });
    shake(model);
    await expectSame(model, vectors(3, 6, 1));
  });

  test('bidirectional, the last outputs, and backwards', async () => {
    const inner = layer({units: H} as LSTMArgs) as tfl.RNN;
    const both = tfl.layers.bidirectional({layer: inner, mergeMode: 'concat'});
    const backwards = layer({units: H, returnSequences: true, goBackwards: true, inputShape} as LSTMArgs);
    const model = tfl.sequential({layers: [backwards, both]});
    shake(model);
    await expectSame(model, vectors(3, 6, 1));
  });

  test('masks: rows of padding, anywhere', async () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.masking({maskValue: 7, inputShape}),
        layer({units: H, returnSequences: true} as LSTMArgs),
        layer({units: H} as LSTMArgs),
        tfl.layers.dense({units: 2}),
      ],
    });
    shake(model);
    const x = vectors(3, 6, 1);
    const rows = tfc.tensor([1, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 1, 0, 1], [3, 6, 1]);
    await expectSame(model, tfc.add(tfc.mul(x, rows), tfc.mul(tfc.sub(1, rows), 7)));
  });
});

/** One call without states, against tfjs. */
async function expectSame(model: tfl.LayersModel, x: Tensor) {
  const file = await exportONNX(model, {states: false});
  const want = model.predict(x) as Tensor;
  const results = await runtimes.run(file, [{input: fed(x)}]);
  for (const name of ['node', 'web'] as const) {
    const {data, dims} = results[name][0].output;
    expect(dims).toEqual(want.shape);
    expect(largest(data as Float32Array, want.dataSync())).toBeLessThan(1e-5);
  }
  return results;
}

/** The equations of the preserving cell once more, number by number. */
function preserving(x: number[][][], recurrence: Recurrence): number[] {
  const {kernel, recurrentKernel, bias, cellScale, hiddenScale} = foldRecurrence(recurrence);
  const hard = recurrence.recurrentActivation === 'hardSigmoid';
  const gate = (a: number) => (hard ? Math.min(1, Math.max(0, 0.2 * a + 0.5)) : 1 / (1 + Math.exp(-a)));
  return x.flatMap((steps) => {
    let h = new Array<number>(H).fill(0);
    let c = h;
    return steps.flatMap((row) => {
      const a = Array.from(bias, (b, j) => {
        const fromInput = row.reduce((sum, value, i) => sum + value * kernel[i * 4 * H + j], b);
        return h.reduce((sum, value, i) => sum + value * recurrentKernel[i * 4 * H + j], fromInput);
      });
      c = c.map((old, u) => {
        const f = gate(a[H + u]);
        return f * old + Math.sqrt(1 - f * f + 1e-6) * gate(a[u]) * Math.tanh(a[2 * H + u]);
      });
      h = c.map((value, u) => gate(a[3 * H + u]) * Math.tanh(value * cellScale[u]) * hiddenScale[u]);
      return h;
    });
  });
}

describe('the rest', () => {
  test.each([false, true])('an embedding, with padding: %s', async (maskZero) => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.embedding({inputDim: 7, outputDim: D, maskZero, inputShape: [null]}),
        lstm({units: H, returnSequences: true}),
        tfl.layers.bidirectional({layer: lstm({units: H}) as tfl.RNN, mergeMode: 'concat'}),
      ],
    });
    randomize(model);
    await expectSame(model, tfc.tensor2d([3, 5, 0, 0, 0, 6, 0, 2, 1, 2, 3, 4], [3, 4], 'int32'));
  });

  test.each([
    ['linear'],
    ['sigmoid'],
    ['hardSigmoid'],
    ['tanh'],
    ['relu'],
    ['relu6'],
    ['elu'],
    ['selu'],
    ['softplus'],
    ['softsign'],
    ['softmax'],
    ['logSoftmax'],
    ['swish'],
  ] as const)('the activation %s, of a dense layer and by itself', async (activation) => {
    const args = {activation: activation as 'tanh'}; // tfjs leaves logSoftmax out of its type
    const model = tfl.sequential({
      layers: [
        tfl.layers.dense({units: 3, ...args, inputShape}),
        tfl.layers.activation(args),
        batchDataNormalization(),
        tfl.layers.dense({units: 3, useBias: false}),
      ],
    });
    randomize(model);
    await expectSame(model, tfc.mul(vectors(2, 3, 1), 4));
  });

  test.each([false, true])('the preserving cell, recurrentActivation hardSigmoid: %s', async (hard) => {
    const model = tfl.sequential({layers: [normPropLSTM({units: H, returnSequences: true, inputShape})]});
    randomize(model);
    const chain = await chainOf(model);
    const [layer] = chain.layers as Array<ChainLayer & {kind: 'recurrent'}>;
    layer.cell = 'preserving';
    if (hard) layer.recurrentActivation = 'hardSigmoid';
    const x = vectors(2, 4, 1);
    const results = await runtimes.run(await exportONNX(chain, {states: false}), [{input: fed(x)}]);
    const want = preserving(x.arraySync() as number[][][], layer);
    for (const name of ['node', 'web'] as const)
      expect(largest(results[name][0].output.data as Float32Array, want)).toBeLessThan(1e-5);
  });

  test('a functional model is the same chain', async () => {
    const input = tfl.input({shape: inputShape});
    const hidden = normPropLSTM({units: H}).apply(input) as tfl.SymbolicTensor;
    const model = tfl.model({inputs: input, outputs: head().apply(hidden) as tfl.SymbolicTensor});
    randomize(model);
    await expectSame(model, vectors(2, 3, 1));
  });

  test('Batch Norm counts its steps through the calls: three calls give what one does', async () => {
    const model = tfl.sequential({
      layers: [batchNormLSTM({units: H, maxTimeSteps: 8, returnSequences: true, inputShape, name: 'bn'})],
    });
    randomize(model);
    const x = vectors(2, 12, 1);
    const want = (model.predict(x) as Tensor).dataSync();
    const parts = tfc.split(x, 3, 1).map(fed);
    const start = {
      'bn/hidden': startOf(model, 'bn', 'hidden', 2),
      'bn/cell': startOf(model, 'bn', 'cell', 2),
      'bn/step': {type: 'int64' as const, data: new BigInt64Array(1), dims: [1]},
    };
    const results = await runtimes.run(
      await exportONNX(model),
      parts.map((part, i) => ({input: part, ...(i === 0 && start)})),
      {'bn/hidden_out': 'bn/hidden', 'bn/cell_out': 'bn/cell', 'bn/step_out': 'bn/step'},
    );
    for (const name of ['node', 'web'] as const) {
      const joined = tfc.concat(
        results[name].map(({output}) => tfc.tensor3d(output.data as Float32Array, [2, 4, H])),
        1,
      );
      expect(largest(joined.dataSync(), want)).toBeLessThan(1e-5);
    }
  });
});
