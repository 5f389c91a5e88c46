import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as layers from '../src/index.js';
import {batchNormLSTM, batchNormLSTMCell, lstm, normPropLSTM} from '../src/index.js';
import type {LSTMArgs, LSTMCellArgs} from '../src/index.js';
import {models, sizes} from './models.js';

const {timeSteps, features, units} = sizes;

describe.each(models)('$id: bad input gets a clear error', ({id, layer, cell, layerClass, cellClass}) => {
  const make = (args: object) => () => layer({units, ...args} as LSTMArgs);
  const makeCell = (args: object) => () => cell({units, ...args} as LSTMCellArgs);

  test.each([
    [0, '0'],
    [-3, '-3'],
    [2.5, '2.5'],
    [NaN, 'NaN'],
    ['8', "'8'"],
    [undefined, 'undefined'],
  ])('units %p', (units, got) => {
    expect(make({units})).toThrow(`units: expected a positive integer, got ${got}`);
    expect(makeCell({units})).toThrow(`units: expected a positive integer, got ${got}`);
  });

  test('no object of options', () => {
    const Layer = layers[layerClass as 'BaselineLSTM'];
    expect(() => new Layer(32 as never)).toThrow('expected an object, as in {units: 32}, got 32');
    expect(() => cell(undefined as never)).toThrow('expected an object, as in {units: …}, got nothing');
  });

  test('an option that is spelt nearly right', () => {
    expect(make({forgetBiass: 1})).toThrow("no option 'forgetBiass'; did you mean 'forgetBias'? it has ");
    expect(make({froget_bias: 1})).not.toThrow('did you mean');
    expect(makeCell({forgetbias: 1})).toThrow("no option 'forgetbias'; did you mean 'forgetBias'? it has ");
  });

  test.each<[object, string]>([
    [{activation: 'relu'}, "activation: expected 'tanh', got 'relu'; the recurrence has no other"],
    [{implementation: 3}, 'implementation: expected 1 or 2, got 3'],
    [{cell: 'lstm'}, "cell: expected 'standard' or 'preserving', got 'lstm'"],
    [{candidateDropout: 1}, 'candidateDropout: expected a number in [0,1), got 1'],
    [{zoneoutCell: -0.1}, 'zoneoutCell: expected a number in [0,1), got -0.1'],
    [{zoneoutHidden: NaN}, 'zoneoutHidden: expected a number in [0,1), got NaN'],
    [{outputScale: 0}, 'outputScale: expected a finite number greater than 0, got 0'],
    [{seed: 1.5}, 'seed: expected an integer, got 1.5'],
    [{forgetBias: 1, unitForgetBias: false}, 'unitForgetBias: false means forgetBias 0, got forgetBias 1'],
    [{forgetBias: Infinity}, 'forgetBias: expected a finite number, got Infinity'],
  ])('in layers and cells: %j', (args, message) => {
    expect(make(args)).toThrow(message);
    expect(makeCell(args)).toThrow(message);
  });

  test.each<[object, string]>([
    [{dropout: 1}, 'dropout: expected a number in [0,1), got 1'],
    [{recurrentDropout: -1}, 'recurrentDropout: expected a number in [0,1), got -1'],
    [{dropoutFunc: 'half'}, 'dropoutFunc: expected a function, got half'],
    [
      {activityRegularizer: 'l2'},
      "no option 'activityRegularizer'; tfjs 4.22 has no activity regularisation",
    ],
    [
      {cell: {}},
      "cell: expected 'standard' or 'preserving', got an object; for another cell use tf.layers.rnn({cell})",
    ],
    [{inputLength: 3}, 'inputLength: it needs inputDim too'],
    [
      {retrunSequences: true},
      "no option 'retrunSequences'; did you mean 'returnSequences'? it has activation, batchInputShape",
    ],
  ])('in layers: %j', (args, message) => expect(make(args)).toThrow(message));

  test.each<[object, string]>([
    [
      {dropout: 0.1},
      `${cellClass}: no option 'dropout'; one mask per sequence needs the layer (${layerClass})`,
    ],
    [{recurrentDropout: 0.1}, `${cellClass}: no option 'recurrentDropout'; one mask per sequence`],
    [
      {biasRegularizer: 'l1l2'},
      `${cellClass}: no option 'biasRegularizer'; tf.layers.rnn ignores the losses`,
    ],
    [{returnSequences: true}, `${cellClass}: no option 'returnSequences'; it has`],
  ])('in cells: %j', (args, message) => expect(makeCell(args)).toThrow(message));

  const gainsOf: Record<string, string[]> = {
    lstm: [],
    weightNorm: ['gammaX', 'gammaH'],
    normProp: ['gammaX', 'gammaH', 'gammaC'],
    layerNorm: ['gammaX', 'gammaH', 'gammaC'],
    batchNorm: ['gammaX', 'gammaH', 'gammaC'],
  };
  const gains = gainsOf[id];
  test('gains that make no sense, or that the model does not have', () => {
    for (const name of ['gammaX', 'gammaH', 'gammaC']) {
      if (gains.includes(name)) {
        for (const bad of [-1, 0, NaN, Infinity, '2']) {
          const message = `${name}: expected a finite number greater than 0, got ${bad}`;
          expect(make({[name]: bad})).toThrow(message);
          expect(makeCell({[name]: bad})).toThrow(message);
        }
      } else expect(make({[name]: 1})).toThrow(`${layerClass}: no option '${name}'; it has`);
    }
  });

  test('wrong weight shapes name the layer and both shapes or counts', async () => {
    const built = layer({units, name: 'mine'});
    built.build([null, null, features]);
    const weights = built.getWeights();
    // tfjs's message prints the values: on webgpu it can print only those that have been read.
    await Promise.all(weights.map((weight) => weight.data()));
    expect(() => built.setWeights(weights.slice(1))).toThrow(
      `You called setWeights(weights) on layer "mine" with a weight list of length ${weights.length - 1}`,
    );
    expect(() => built.setWeights([tfc.zeros([features, 3]), ...weights.slice(1)])).toThrow(
      'Layer weight shape 4,24 not compatible with provided weight shape 4,3',
    );
  });

  test('inputs of another rank or size, and an unknown size', () => {
    const built = layer({units, name: 'mine', inputShape: [timeSteps, features]});
    tfl.sequential({layers: [built]});
    expect(() => built.apply(tfc.zeros([2, features]))).toThrow('mine: expected ndim=3, found ndim=2');
    expect(() => built.apply(tfc.zeros([2, timeSteps, 3]))).toThrow(
      `mine: expected shape=,,${features}, found shape=2,${timeSteps},3`,
    );
    expect(() => layer({units}).build([null, 3, null])).toThrow(
      'the last dimension of the input must be known, got [,]',
    );
    expect(() => cell({units, name: 'one'}).call(tfc.zeros([2, features]), {})).toThrow(
      'one: a cell takes [x, h, c], got 1 tensors',
    );
    expect(() => layer({units}).resetStates()).toThrow(
      'Cannot call resetStates() on an RNN Layer that is not stateful',
    );
  });

  test('recurrentActivation: lstm has hardSigmoid too, the others say so', () => {
    const hard = {recurrentActivation: 'hardSigmoid'};
    if (id === 'lstm') {
      expect(make({recurrentActivation: 'hard_sigmoid'})().getConfig()).toMatchObject(hard);
      expect(make({recurrentActivation: 'relu'})).toThrow("expected 'sigmoid' or 'hardSigmoid', got 'relu'");
      return;
    }
    for (const made of [make(hard), makeCell(hard)]) {
      expect(made).toThrow(
        "recurrentActivation: expected 'sigmoid', got 'hardSigmoid'; only lstm() has tf.layers.lstm's default hardSigmoid",
      );
    }
  });

  test('constants are refused, as none would be read', () => {
    const x = tfc.zeros([1, timeSteps, features]);
    expect(() => layer({units, name: 'mine'}).apply(x, {constants: [x]})).toThrow(
      'constants: an LSTM has no use for them, got some for layer mine',
    );
  });

  test('what only changes the speed of tf.layers.lstm is taken and kept', async () => {
    const args = {units, seed: 1, implementation: 1, unroll: true};
    const [told, plain] = [layer(args), layer({units, seed: 1})];
    expect(told.getConfig()).toMatchObject({implementation: 1, unroll: true});
    expect(cell({units, implementation: 1}).getConfig()).toMatchObject({implementation: 1});
    expect(plain.getConfig()).toMatchObject({implementation: 2, unroll: false});
    const x = tfc.ones([2, timeSteps, features]);
    const outputs = [told, plain].map((l) => (l.apply(x) as tfc.Tensor).data());
    expect(await outputs[0]).toEqual(await outputs[1]);
  });

  test('a weight that is asked for before build', () => {
    expect(() => cell({units, name: 'early'}).kernel).toThrow(
      "early: no weight 'kernel'; it is made by build()",
    );
  });
});

test('inputDim and inputLength stand for inputShape', () => {
  const shape = (args: object) => lstm({units, ...args}).batchInputShape;
  expect(shape({inputDim: 3})).toEqual([null, null, 3]);
  expect(shape({inputDim: 3, inputLength: 7})).toEqual([null, 7, 3]);
});

test('options of single models', () => {
  const normProp = (args: object) => () => normPropLSTM({units, ...args});
  expect(normProp({varianceMethod: 'guess'})).toThrow(
    "varianceMethod: expected one of 'paper', 'meanField', 'calibrated', got 'guess'",
  );
  expect(normProp({inputVariance: -1})).toThrow(
    'inputVariance: expected a finite number greater than 0, got -1',
  );
  expect(() => batchNormLSTM({units, maxTimeSteps: 0})).toThrow(
    'maxTimeSteps: expected a positive integer, got 0',
  );
  expect(() => batchNormLSTM({units, momentum: 1})).toThrow('momentum: expected a number in [0,1), got 1');
  expect(() => batchNormLSTMCell({units, maxTimeSteps: 3} as LSTMCellArgs)).toThrow(
    'maxTimeSteps: a lone cell does not see which time step it runs; use batchNormLSTM',
  );
});

test('what tf.layers.lstm takes and ours honours in another way', async () => {
  const biasOf = async (args: object) => {
    const built = lstm({units: 1, ...args});
    built.build([null, null, 1]);
    return Array.from(await built.cell.bias!.read().data());
  };
  expect(await biasOf({})).toEqual([0, 1, 0, 0]);
  expect(await biasOf({unitForgetBias: true, biasInitializer: 'zeros'})).toEqual([0, 1, 0, 0]);
  expect(await biasOf({unitForgetBias: false})).toEqual([0, 0, 0, 0]);
  expect(await biasOf({biasInitializer: 'ones'})).toEqual([1, 1, 1, 1]);
  expect(await biasOf({biasInitializer: 'ones', unitForgetBias: true, forgetBias: 1})).toEqual([1, 1, 1, 1]);
  expect(await biasOf({biasInitializer: 'ones', forgetBias: 3})).toEqual([1, 3, 1, 1]);
  const half = tfl.initializers.constant({value: 0.5});
  expect(await biasOf({biasInitializer: half, unitForgetBias: false})).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect(await biasOf({biasInitializer: half, unitForgetBias: false, forgetBias: 0})).toEqual([
    0.5, 0, 0.5, 0.5,
  ]);
  // tfjs's own 'orthogonal' would throw here.
  const built = lstm({units: 2, recurrentInitializer: 'orthogonal', implementation: 2, activation: 'tanh'});
  built.build([null, null, 1]);
  expect(built.getConfig().recurrentInitializer).toMatchObject({className: 'OrthogonalPerGate'});
});

// The values of Keras's own test of its LSTM layer, first number of each sequence.
test.each<[object, number[]]>([
  [{unitForgetBias: true}, [0.6288687, 0.86899, 0.9460773]],
  [{unitForgetBias: true, goBackwards: true}, [0.35622165, 0.74789524, 0.8872726]],
  [{unitForgetBias: false}, [0.57019705, 0.8661914, 0.9459622]],
  [{useBias: false}, [0.54986924, 0.86226785, 0.9443936]],
])('lstm gives what Keras gives: %j', async (args, want) => {
  const constant = (value: number) => tfl.initializers.constant({value});
  const layer = lstm({
    units: 3,
    kernelInitializer: constant(0.01),
    recurrentInitializer: constant(0.02),
    biasInitializer: constant(0.03),
    ...args,
  });
  const out = layer.apply(tfc.reshape(tfc.range(0, 72), [3, 6, 4])) as tfc.Tensor;
  const got = Array.from(await tfc.slice(out, [0, 0], [3, 1]).data());
  got.forEach((value, i) => expect(value).toBeCloseTo(want[i], 5));
});
