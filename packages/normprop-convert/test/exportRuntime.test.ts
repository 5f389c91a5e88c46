import * as tfl from '@tensorflow/tfjs-layers';
import {
  batchDataNormalization,
  batchNormLSTM,
  layerNormLSTM,
  lstm,
  normPropLSTM,
  weightNormLSTM,
} from 'normprop-layers';
import {chainOf, exportONNX, exportRuntime, readSafetensors} from '../src/index.js';
import {randomize} from './support/models.js';

interface Description {
  name: string;
  inputs: object[];
  outputs: object[];
  layers: Array<Record<string, unknown> & {tensors?: Record<string, string>}>;
}

const inputShape = [null, 5];
const glorot = {kernelInitializer: 'glorotNormal', recurrentInitializer: 'glorotNormal'} as const;

async function exported(model: tfl.LayersModel, names = {}) {
  const {metadata, tensors} = readSafetensors(await exportRuntime(model, names));
  expect(metadata).toMatchObject({format: 'normprop-model', version: '1'});
  return {description: JSON.parse(metadata.model) as Description, tensors};
}

test('every weight that inference reads is in the file, under its role', async () => {
  const options = {units: 3, returnSequences: true};
  const model = tfl.sequential({
    layers: [
      batchDataNormalization({inputShape, name: 'data'}),
      lstm({...options, name: 'plain', outputScale: 2, zoneoutCell: 0.25, learnInitialState: true}),
      weightNormLSTM({...options, name: 'wn'}),
      normPropLSTM({...options, name: 'np', tracking: {every: 3}, varianceMethod: 'paper'}),
      layerNormLSTM({...options, name: 'ln', perGate: true, epsilon: 1e-3}),
      batchNormLSTM({...options, name: 'bn', maxTimeSteps: 4}),
      tfl.layers.lstm({...options, ...glorot, name: 'stock'}),
      tfl.layers.bidirectional({layer: lstm(options) as tfl.RNN, mergeMode: 'ave', name: 'both'}),
      tfl.layers.dropout({rate: 0.5, name: 'drop'}),
      tfl.layers.timeDistributed({layer: tfl.layers.dense({units: 2, activation: 'tanh'}), name: 'td'}),
      tfl.layers.activation({activation: 'softmax', name: 'act'}),
    ],
  });
  randomize(model);
  const {description, tensors} = await exported(model, {name: 'all', outputLabels: ['no', 'yes']});
  expect(description).toMatchObject({
    name: 'all',
    inputs: [{name: 'input', kind: 'vectors', size: 5}],
    outputs: [{name: 'output', size: 2, sequence: true, labels: ['no', 'yes']}],
  });
  expect(description.layers.map(({type}) => type)).toEqual([
    'batchDataNormalization',
    'lstm',
    'weightNorm',
    'normProp',
    'layerNorm',
    'batchNorm',
    'lstm',
    'bidirectional',
    'dropout',
    'dense',
    'activation',
  ]);
  const [data, plain, , np, ln, bn, stock, both, drop, dense] = description.layers;
  expect(plain).toMatchObject({
    inputSize: 5,
    units: 3,
    returnSequences: true,
    outputScale: 2,
    zoneoutCell: 0.25,
  });
  expect(ln).toMatchObject({perGate: true, epsilon: 1e-3});
  expect(stock).toMatchObject({recurrentActivation: 'hardSigmoid'});
  expect(drop).toEqual({type: 'dropout', name: 'drop', rate: 0.5});
  expect(dense).toMatchObject({type: 'dense', inputSize: 3, units: 2, activation: 'tanh'});
  const roles = ({tensors: all}: {tensors?: object}) => Object.keys(all!);
  expect(roles(data)).toEqual(['population_mean', 'population_variance']);
  expect(roles(np)).toEqual([
    'kernel',
    'recurrent_kernel',
    'bias',
    'gamma_x',
    'gamma_h',
    'gamma_c',
    'cell_variance',
    'hidden_variance',
  ]);
  expect(roles(plain)).toEqual(['kernel', 'recurrent_kernel', 'bias', 'initial_hidden', 'initial_cell']);
  expect(roles(bn)).toEqual(
    expect.arrayContaining([
      'beta_h',
      'beta_c',
      ...['mean', 'variance'].flatMap((m) => ['x', 'h', 'c'].map((s) => `population_${m}_${s}`)),
    ]),
  );
  expect(roles(bn)).not.toContain('population_updates');
  expect(both).toMatchObject({
    mergeMode: 'ave',
    forward: {type: 'lstm', goBackwards: false, tensors: {kernel: 'both/forward/kernel'}},
    backward: {type: 'lstm', goBackwards: true, tensors: {kernel: 'both/backward/kernel'}},
  });
  // Each tensor of the file is one of the model's weights, as it is.
  const named = new Set(
    JSON.stringify(description)
      .match(/"[^"]*\/[^"]*"/g)!
      .map((name) => name.slice(1, -1)),
  );
  expect(new Set(tensors.keys())).toEqual(named);
  const kernel = model.getLayer('np').weights[0];
  expect(tensors.get('np/kernel')).toEqual({shape: kernel.shape, values: await kernel.read().data()});
});

test('symbols in: an embedding', async () => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.embedding({inputDim: 7, outputDim: 4, inputShape: [null], name: 'e'}),
      lstm({units: 3, name: 'l'}),
    ],
  });
  const {description} = await exported(model, {inputLabels: [...'abcdefg']});
  expect(description.inputs).toEqual([
    {name: 'input', kind: 'symbols', size: 7, labels: ['a', 'b', 'c', 'd', 'e', 'f', 'g']},
  ]);
  expect(description.outputs).toEqual([{name: 'output', size: 3, sequence: false}]);
  expect(description.layers[0]).toEqual({
    type: 'embedding',
    name: 'e',
    inputDim: 7,
    outputDim: 4,
    tensors: {embeddings: 'e/embeddings'},
  });
});

describe('what cannot be exported is named', () => {
  const of = (...layers: tfl.layers.Layer[]) => tfl.sequential({layers});
  const plain = (args = {}) => lstm({units: 3, inputShape, name: 'l', ...args});

  test.each<[string, () => tfl.LayersModel, string]>([
    [
      'a GRU',
      () => of(tfl.layers.gru({units: 3, inputShape, name: 'g', recurrentInitializer: 'zeros'})),
      "layer 'g': a layer of class GRU cannot be exported",
    ],
    [
      'a relu LSTM',
      () => of(tfl.layers.lstm({units: 3, inputShape, name: 'l', activation: 'relu', ...glorot})),
      "layer 'l': activation 'relu' cannot be exported; use 'tanh'",
    ],
    [
      'relu gates',
      () => of(tfl.layers.lstm({units: 3, inputShape, name: 'l', recurrentActivation: 'relu', ...glorot})),
      "layer 'l': recurrentActivation 'relu' cannot be exported",
    ],
    [
      'a cell in tf.layers.rnn',
      () =>
        of(
          tfl.layers.rnn({
            cell: tfl.layers.simpleRNNCell({units: 2, recurrentInitializer: 'zeros'}),
            inputShape,
            name: 'r',
          }),
        ),
      "layer 'r': a layer of class RNN cannot be exported",
    ],
    [
      'mergeMode null',
      () => {
        const input = tfl.input({shape: inputShape});
        const both = tfl.layers.bidirectional({
          layer: lstm({units: 3}) as tfl.RNN,
          mergeMode: null as never,
          name: 'b',
        });
        return tfl.model({inputs: input, outputs: (both.apply(input) as tfl.SymbolicTensor[])[0]});
      },
      "layer 'b': mergeMode null cannot be exported",
    ],
    [
      'a stateful bidirectional layer',
      () =>
        of(
          tfl.layers.bidirectional({
            layer: lstm({units: 3, stateful: true}) as tfl.RNN,
            mergeMode: 'sum',
            name: 'b',
            batchInputShape: [2, null, 5],
          }),
        ),
      "layer 'b': a stateful Bidirectional cannot be exported",
    ],
    [
      'two inputs',
      () => {
        const [a, b] = [tfl.input({shape: inputShape}), tfl.input({shape: inputShape})];
        return tfl.model({inputs: [a, b], outputs: tfl.layers.add().apply([a, b]) as tfl.SymbolicTensor});
      },
      'expected one input and one output, got 2 and 1',
    ],
    [
      'a branch',
      () => {
        const a = tfl.input({shape: inputShape});
        const h = lstm({units: 5, returnSequences: true}).apply(a) as tfl.SymbolicTensor;
        return tfl.model({
          inputs: a,
          outputs: tfl.layers.add({name: 'sum'}).apply([a, h]) as tfl.SymbolicTensor,
        });
      },
      "layer 'sum': a layer with 2 inputs cannot be exported; each layer must read the one before it",
    ],
    [
      'another rank',
      () => of(tfl.layers.dense({units: 2, inputShape: [3]})),
      'expected inputs of shape [batch,time,features], got [?,3]',
    ],
    ['a model without shapes', () => of(), 'is not built; give its first layer an inputShape'],
  ])('%s', async (_, make, message) => {
    await expect(exportRuntime(make())).rejects.toThrow(message);
    await expect(exportONNX(make())).rejects.toThrow(message);
  });

  test.each<[string, () => tfl.LayersModel, string]>([
    [
      'masking',
      () => of(tfl.layers.masking({inputShape, name: 'm'}), lstm({units: 2})),
      "layer 'm': masking cannot be exported; the runtime has no masks",
    ],
    [
      'padding',
      () =>
        of(
          tfl.layers.embedding({inputDim: 3, outputDim: 2, maskZero: true, inputShape: [null], name: 'e'}),
          lstm({units: 2}),
        ),
      "layer 'e': maskZero cannot be exported",
    ],
    [
      'an activation that the runtime lacks',
      () => of(plain(), tfl.layers.dense({units: 2, activation: 'elu', name: 'd'})),
      "layer 'd': activation 'elu' cannot be exported; the runtime has linear, sigmoid",
    ],
  ])('by the runtime: %s', async (_, make, message) => {
    await expect(exportRuntime(make())).rejects.toThrow(message);
  });

  test('by ONNX: an activation', async () => {
    const model = of(plain(), tfl.layers.dense({units: 2, activation: 'mish', name: 'd'}));
    await expect(exportONNX(model)).rejects.toThrow(
      "layer 'd': activation 'mish' cannot be exported; ONNX files can have linear",
    );
  });

  test('a state that a layer gives out', async () => {
    const input = tfl.input({shape: inputShape});
    const [h] = lstm({units: 3, returnState: true, name: 'l'}).apply(input) as tfl.SymbolicTensor[];
    await expect(exportRuntime(tfl.model({inputs: input, outputs: h}))).rejects.toThrow(
      "layer 'l': returnState cannot be exported; the exported files give the states of all layers by themselves",
    );
  });
});

test('a chain can be given names', async () => {
  const chain = await chainOf(tfl.sequential({layers: [lstm({units: 2, inputShape})]}), {name: 'first'});
  const {metadata} = readSafetensors(await exportRuntime(chain, {name: 'second', outputLabels: ['a', 'b']}));
  expect(JSON.parse(metadata.model)).toMatchObject({name: 'second', outputs: [{labels: ['a', 'b']}]});
});
