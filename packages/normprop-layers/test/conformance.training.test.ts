import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {adam, constraintCallback, unitNormColumns} from '../src/index.js';
import {distance, expectClose, models, normal, sizes} from './models.js';

const {timeSteps, features, units} = sizes;
const rows = 16;

/** Sequences, and the mean over time of their first feature: something that a state must carry. */
function task(): [Tensor, Tensor] {
  const x = normal([rows, timeSteps, features], 1);
  return [x, tfc.mean(tfc.slice(x, [0, 0, 0], [-1, -1, 1]), 1)];
}

const glorot = (seed: number) => tfl.initializers.glorotNormal({seed});
const head = () => tfl.layers.dense({units: 1, kernelInitializer: glorot(2)});

/** A graphics card that software imitates takes a second an epoch. */
const epochs = () => (tfc.getBackend().startsWith('webg') ? 5 : 14);

const learns = async (model: tfl.LayersModel, y?: Tensor) => {
  const [x, mean] = task();
  model.compile({optimizer: adam({learningRate: 0.05, clipNorm: 1}), loss: 'meanSquaredError'});
  const {history} = await model.fit(x, y ?? mean, {epochs: epochs(), batchSize: rows, verbose: 0});
  const loss = history.loss as number[];
  const part = epochs() === 14 ? 0.5 : 0.8;
  expect(loss[loss.length - 1]).toBeLessThan(part * loss[0]);
};

describe.each(models)('$id: training', ({layer, cell}) => {
  test('fit learns in a sequential model', () =>
    learns(
      tfl.sequential({
        layers: [layer({units, inputShape: [timeSteps, features], seed: 1}), head()],
      }),
    ));

  test('fit learns in a functional model with two layers, and tf.layers.lstm behind ours', () => {
    const input = tfl.input({shape: [null, features]});
    const first = layer({units, returnSequences: true, seed: 1}).apply(input) as tfl.SymbolicTensor;
    const second = tfl.layers
      .lstm({units, kernelInitializer: glorot(3), recurrentInitializer: glorot(4)})
      .apply(first) as tfl.SymbolicTensor;
    return learns(tfl.model({inputs: input, outputs: head().apply(second) as tfl.SymbolicTensor}));
  });

  test.each(['concat', 'sum'] as const)('bidirectional, %s', async (mergeMode) => {
    const inner = layer({units, returnSequences: true, seed: 1}) as tfl.RNN;
    const both = tfl.layers.bidirectional({layer: inner, mergeMode, inputShape: [timeSteps, features]});
    const model = tfl.sequential({
      layers: [both, tfl.layers.globalAveragePooling1d({}), head()],
    });
    if (mergeMode === 'concat') await learns(model);
    // The backward half reads the sequence from its end.
    const {forwardLayer, backwardLayer} = both as unknown as Record<string, tfl.layers.Layer>;
    const [x] = task();
    const forward = forwardLayer.call(x, {}) as Tensor;
    const backward = tfc.reverse(backwardLayer.call(x, {}) as Tensor, 1);
    const merged = mergeMode === 'sum' ? tfc.add(forward, backward) : tfc.concat([forward, backward], 2);
    await expectClose(both.apply(x) as Tensor, merged);
    expect(await distance(forward, backward)).toBeGreaterThan(1e-3);
  });

  test('tf.layers.rnn({cell}) and stackedRNNCells learn', async () => {
    const model = (stack: tfl.layers.Layer) => tfl.sequential({layers: [stack, head()]});
    const inputShape = [timeSteps, features];
    await learns(model(tfl.layers.rnn({cell: cell({units, seed: 1}), inputShape})));
    const cells = tfl.layers.stackedRNNCells({cells: [cell({units: 3, seed: 1}), cell({units, seed: 2})]});
    await learns(model(tfl.layers.rnn({cell: cells, inputShape})));
  });

  test('a learned initial state starts as zeros, is trained, and is used after each reset', async () => {
    const args = {units, seed: 1, inputShape: [timeSteps, features]};
    const learned = layer({...args, learnInitialState: true});
    const model = tfl.sequential({layers: [learned, head()]});
    const names = learned.trainableWeights.map(({originalName}) => originalName.split('/')[1]);
    expect(names.slice(-2)).toEqual(['initial_hidden', 'initial_cell']);
    const [x] = task();
    const plain = layer(args);
    plain.apply(x);
    await expectClose(learned.call(x, {}) as Tensor, plain.call(x, {}) as Tensor);
    await learns(model);
    const states = learned.trainableWeights.slice(-2).map((weight) => weight.read());
    for (const state of states) {
      expect((await tfc.max(tfc.abs(state)).data())[0]).toBeGreaterThan(1e-3);
    }

    const initialState = states.map((state) => tfc.add(tfc.zeros([rows, units]), state));
    const given = learned.getInitialState(x);
    expect(given).toHaveLength(2);
    for (const [i, state] of given.entries()) await expectClose(state, initialState[i], 1e-9);
    await expectClose(learned.call(x, {}) as Tensor, learned.call(x, {initialState}) as Tensor);
    const {className} = learned.constructor as unknown as {className: string};
    expect(className).toBe(learned.getClassName());
  });

  test('stateful with a learned initial state uses it for the first batch only', async () => {
    const shape: [number, number, number] = [2, timeSteps, features];
    const stateful = layer({units, seed: 1, learnInitialState: true, stateful: true, batchInputShape: shape});
    stateful.build(shape);
    stateful.trainableWeights.slice(-2).forEach((weight, i) => weight.write(normal([units], i)));
    const x = normal(shape, 3);
    const [first, second] = [stateful.call(x, {}) as Tensor, stateful.call(x, {}) as Tensor];
    expect(await distance(first, second)).toBeGreaterThan(1e-3);
    const zero = tfc.zeros([2, units]);
    expect(await distance(first, stateful.call(x, {initialState: [zero, zero]}) as Tensor)).toBeGreaterThan(
      1e-3,
    );
    stateful.resetStates();
    await expectClose(stateful.call(x, {}) as Tensor, first);
  });

  test('masking: padded sequences train and predict as if they were short', async () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.masking({maskValue: 0, inputShape: [null, features]}),
        layer({units, seed: 1, returnSequences: true}),
        layer({units, seed: 2}),
        head(),
      ],
    });
    const [x, y] = task();
    const short = tfc.slice(x, [0, 0, 0], [-1, 3, -1]);
    const padded = tfc.concat([short, tfc.zeros([rows, 2, features])], 1);
    model.compile({optimizer: adam({learningRate: 0.02}), loss: 'meanSquaredError'});
    const {history} = await model.fit(padded, y, {epochs: 10, batchSize: rows, verbose: 0});
    expect(history.loss[9]).toBeLessThan(history.loss[0] as number);
    await expectClose(model.predict(padded) as Tensor, model.predict(short) as Tensor);
  });

  test('encoder to decoder: the state of one layer starts the next', async () => {
    const x = tfl.input({shape: [null, features]});
    const [, h, c] = layer({units, seed: 1, returnState: true}).apply(x) as tfl.SymbolicTensor[];
    const target = tfl.input({shape: [null, features]});
    const decoded = layer({units, seed: 2, returnSequences: true}).apply(target, {initialState: [h, c]});
    // Another recurrent layer behind one with an initial state fails with tfjs's own layers.
    const last = layer({units: 2, seed: 3}).apply(decoded as tfl.SymbolicTensor) as tfl.SymbolicTensor;
    const model = tfl.model({inputs: [x, target], outputs: last});
    const [a, b] = [normal([2, 4, features], 1), normal([2, 3, features], 2)];
    const got = model.predict([a, b]) as Tensor;
    expect(got.shape).toEqual([2, 2]);
    // The encoder's input reaches the end.
    expect(await distance(got, model.predict([normal([2, 4, features], 3), b]) as Tensor)).toBeGreaterThan(
      1e-6,
    );
  });

  test('constraints hold after every update of fit', async () => {
    const constrained = layer({
      units,
      seed: 1,
      inputShape: [timeSteps, features],
      kernelConstraint: unitNormColumns(),
      recurrentConstraint: 'unitNorm',
    });
    const model = tfl.sequential({layers: [constrained, head()]});
    model.compile({optimizer: adam({learningRate: 0.05}), loss: 'meanSquaredError'});
    const [x, y] = task();
    await model.fit(x, y, {epochs: 3, verbose: 0, callbacks: constraintCallback()});
    // tfjs's own unitNorm adds the backend's epsilon to the norm: 1e-7, on webgl 1e-4.
    const {kernel, recurrentKernel} = constrained.cell;
    for (const [weight, added] of [
      [kernel, 0] as const,
      [recurrentKernel, tfc.backend().epsilon()] as const,
    ]) {
      const norms = tfc.norm(weight.read(), 2, 0);
      await expectClose(norms, tfc.ones(norms.shape), Math.max(1e-5, 1.1 * added));
    }
  });

  test('regularisation losses are added once', async () => {
    const input = tfl.input({shape: [timeSteps, features]});
    const recurrentRegularizer = tfl.regularizers.l2({l2: 0.5});
    const regularized = layer({units, recurrentInitializer: 'ones', recurrentRegularizer});
    const model = tfl.model({inputs: input, outputs: regularized.apply(input) as tfl.SymbolicTensor});
    const losses = model.calculateLosses();
    // 0.5 · the number of ones
    expect(await Promise.all(losses.map(async (loss) => (await loss.data())[0]))).toEqual([
      0.5 * units * 4 * units,
    ]);
  });

  test('what is frozen does not move', async () => {
    const frozen = layer({units, inputShape: [timeSteps, features], trainable: false});
    const model = tfl.sequential({layers: [frozen, head()]});
    expect(frozen.trainableWeights).toEqual([]);
    const trainableBefore = frozen.weights.filter((w) => !w.originalName.includes('population'));
    const before = await Promise.all(
      trainableBefore.map(async (weight) => (await weight.read().data()).slice()),
    );
    const [x, y] = task();
    model.compile({optimizer: adam(), loss: 'meanSquaredError'});
    await model.fit(x, y, {epochs: 1, verbose: 0});
    for (const [i, weight] of trainableBefore.entries()) {
      expect(await weight.read().data()).toEqual(before[i]);
    }
    frozen.trainable = true;
    expect(frozen.weights.map((w) => w.id)).toEqual([...new Set(frozen.weights.map((w) => w.id))]);
  });

  test('no tensor is left over after 50 training steps, with every dropout, mask and state', async () => {
    const shape: [number, number, number] = [4, 2, features];
    const model = tfl.sequential({
      layers: [
        tfl.layers.masking({maskValue: 0, batchInputShape: shape}),
        layer({
          units,
          seed: 1,
          stateful: true,
          learnInitialState: true,
          returnSequences: true,
          dropout: 0.1,
          recurrentDropout: 0.1,
          candidateDropout: 0.1,
          zoneoutCell: 0.1,
          zoneoutHidden: 0.1,
          kernelRegularizer: 'l1l2',
        }),
        layer({units, seed: 2, goBackwards: true}),
        head(),
      ],
    });
    model.compile({optimizer: adam({clipNorm: 1}), loss: 'meanSquaredError'});
    const [all, targets] = task();
    const [x, y] = [tfc.slice(all, [0, 0, 0], shape), tfc.slice(targets, 0, 4)];
    await model.trainOnBatch(x, y);
    const {numTensors, numBytes} = tfc.memory();
    // On a graphics card that software imitates a step takes seconds.
    const steps = tfc.getBackend().startsWith('webg') ? 10 : 50;
    for (let i = 0; i < steps; i++) await model.trainOnBatch(x, y);
    expect(tfc.memory().numTensors).toBe(numTensors);
    expect(tfc.memory().numBytes).toBe(numBytes);
    tfc.dispose(model.predict(x, {batchSize: 4}));
    expect(tfc.memory().numTensors).toBe(numTensors);
  });

  test('dispose gives back every weight and state', () => {
    const {numTensors} = tfc.memory();
    const shape: [number, number, number] = [8, timeSteps, features];
    const model = tfl.sequential({
      layers: [layer({units, stateful: true, learnInitialState: true, batchInputShape: shape})],
    });
    tfc.tidy(() => void model.predict(tfc.ones(shape), {batchSize: 8}));
    model.dispose();
    expect(tfc.memory().numTensors).toBe(numTensors);
  });
});
