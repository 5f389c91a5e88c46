import * as tfc from '@tensorflow/tfjs-core';
import type {Scalar, Tensor, Tensor3D, Variable} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as ours from '../src/index.js';

import {traceSequence} from '../src/trace/traceSequence.js';
import {normal} from './models.js';

const [batch, timeSteps, features, units] = [3, 6, 4, 5];
const x = (steps = timeSteps, seed = 1) => normal([batch, steps, features], seed) as Tensor3D;
const y = () => normal([batch, units], 2);
const close = (got: number, want: number) =>
  expect(Math.abs(got - want)).toBeLessThan(2e-5 * Math.max(1, want));

/** λ · mean over steps and rows of ln(|c|²/(H·Var c) + 1e-4)², from the layer's traced cells. */
async function expected(layer: ours.NormalizedLSTM, input: Tensor3D, weight: number, target?: number) {
  const {cell} = traceSequence(layer, input); // [T,B,H]
  const variance = target ?? tfc.expandDims(layer.cell.variable('cellVariance').read(), 0);
  const share = tfc.mean(tfc.div(tfc.square(cell), variance), 2);
  return weight * (await tfc.mean(tfc.square(tfc.log(tfc.add(share, 1e-4)))).data())[0];
}

/** The loss that a training step reports, without moving anything. */
async function trainingLoss(model: tfl.LayersModel, input: Tensor, target: Tensor): Promise<number> {
  if (!model.optimizer) model.compile({optimizer: tfc.train.sgd(0), loss: 'meanSquaredError'});
  return (await model.trainOnBatch(input, target)) as number;
}
const loss = async (model: tfl.LayersModel, input: Tensor, target: Tensor) =>
  (await (model.evaluate(input, target, {batchSize: 99}) as Scalar).data())[0];

const layerOf = (args: Partial<ours.NormPropLSTMArgs> = {}) =>
  ours.normPropLSTM({units, seed: 1, cellPenalty: 0.3, ...args});

describe('cellPenalty', () => {
  test('is in the loss of training, and in no other', async () => {
    const layer = layerOf({inputShape: [timeSteps, features]});
    const model = tfl.sequential({layers: [layer]});
    const penalty = await expected(layer, x(), 0.3);
    expect(penalty).toBeGreaterThan(0.01);
    const trained = await trainingLoss(model, x(), y());
    close(trained, (await loss(model, x(), y())) + penalty);
    const {history} = await model.fit(x(), y(), {epochs: 1, batchSize: 9, verbose: 0});
    close((history.loss as number[])[0], trained);
    expect(model.calculateLosses()).toEqual([]);
  });

  test('is 0 unless it is asked for, and what the model has not got is refused', () => {
    const weightOf = (config: object) => (config as {cellPenalty?: number}).cellPenalty;
    for (const factory of [ours.normPropLSTM, ours.normPropLSTMCell, ours.lstm, ours.weightNormLSTM]) {
      expect(weightOf(factory({units}).getConfig())).toBe(0);
    }
    expect(weightOf(ours.normPropLSTM({units, preset: 'paper'}).getConfig())).toBe(0);
    expect(weightOf(ours.layerNormLSTM({units}).getConfig())).toBeUndefined();
  });

  test.each([
    ['lstm', ours.lstm],
    ['weightNorm', ours.weightNormLSTM],
  ] as const)('%s takes it with a cellTarget', async (_, factory) => {
    const args = {cellPenalty: 0.2, cellTarget: 0.5};
    const layer = factory({units, seed: 1, inputShape: [timeSteps, features], ...args});
    const model = tfl.sequential({layers: [layer]});
    close(
      await trainingLoss(model, x(), y()),
      (await loss(model, x(), y())) + (await expected(layer, x(), 0.2, 0.5)),
    );
    expect(layer.getConfig()).toMatchObject(args);
    expect(factory(layer.getConfig() as never).getConfig()).toEqual(layer.getConfig());
  });

  test('a layer that is used twice counts twice', async () => {
    const layer = layerOf();
    const inputs = [tfl.input({shape: [timeSteps, features]}), tfl.input({shape: [timeSteps, features]})];
    const outputs = inputs.map((input) => layer.apply(input) as tfl.SymbolicTensor);
    const model = tfl.model({inputs, outputs: tfl.layers.add().apply(outputs) as tfl.SymbolicTensor});
    model.compile({optimizer: tfc.train.sgd(0), loss: 'meanSquaredError'});
    const data = [x(), x(timeSteps, 7)];
    const trained = (await model.trainOnBatch(data, y())) as number;
    const plain = (await (model.evaluate(data, y(), {batchSize: 99}) as Scalar).data())[0];
    const penalties = [await expected(layer, data[0], 0.3), await expected(layer, data[1], 0.3)];
    close(trained, plain + penalties[0] + penalties[1]);
  });

  test.each(['bidirectional', 'bidirectional, loaded', 'a model in a model'])('inside %s', async (where) => {
    const inputShape = [timeSteps, features];
    const sum = (tensor: number[]) => tensor.reduce((a, b) => a + b, 0);
    let model: tfl.LayersModel;
    let layers: ours.NormalizedLSTM[];
    if (where === 'a model in a model') {
      layers = [layerOf({inputShape})];
      model = tfl.sequential({layers: [tfl.sequential({layers})]});
    } else {
      const both = tfl.layers.bidirectional({layer: layerOf() as tfl.RNN, mergeMode: 'sum', inputShape});
      model = tfl.sequential({layers: [both]});
      if (where.endsWith('loaded')) model = await saveAndLoad(model);
      const {forwardLayer, backwardLayer} = model.layers[0] as unknown as Record<string, ours.NormPropLSTM>;
      layers = [forwardLayer, backwardLayer];
    }
    const penalties = await Promise.all(layers.map((layer) => expected(layer, x(), 0.3)));
    close(await trainingLoss(model, x(), y()), (await loss(model, x(), y())) + sum(penalties));
  });

  test('counts valid steps alone under a mask', async () => {
    const masking = tfl.layers.masking({maskValue: 0, inputShape: [null, features]});
    const layer = layerOf();
    const model = tfl.sequential({layers: [masking, layer]});
    const padded = tfc.concat([x(4), tfc.zeros([batch, 3, features])], 1);
    close(
      await trainingLoss(model, padded, y()),
      (await loss(model, padded, y())) + (await expected(layer, x(4), 0.3)),
    );
  });

  test('in a loop of your own: calculateLosses inside the function whose gradient is taken', async () => {
    const layer = layerOf();
    layer.build([null, null, features]);
    const kernel = layer.cell.kernel.read() as Variable;
    const input = x();
    const gradient = (withPenalty: boolean) => {
      const {value, grads} = tfc.variableGrads(() => {
        const out = tfc.mean(tfc.square(layer.apply(input, {training: true} as object) as Tensor));
        if (!withPenalty) return out as Scalar;
        const losses = layer.calculateLosses();
        expect(losses).toHaveLength(1);
        expect(layer.calculateLosses()).toEqual([]); // each is handed out once
        return tfc.add(out, losses[0]) as Scalar;
      }, [kernel]);
      return [value, grads[kernel.name]];
    };
    const [value, withIt] = gradient(true);
    const [plain, without] = gradient(false);
    close((await value.data())[0] - (await plain.data())[0], await expected(layer, input, 0.3));
    // The slope of the penalty along a direction, by differences.
    const direction = normal(kernel.shape, 9);
    const penaltyAt = async (step: number) => {
      const before = kernel.clone();
      kernel.assign(tfc.add(before, tfc.mul(direction, step)));
      const at = await expected(layer, input, 0.3);
      kernel.assign(before);
      before.dispose();
      return at;
    };
    const slope = ((await penaltyAt(1e-2)) - (await penaltyAt(-1e-2))) / 2e-2;
    const got = (await tfc.sum(tfc.mul(tfc.sub(withIt, without), direction)).data())[0];
    expect(Math.abs(slope)).toBeGreaterThan(1e-3);
    expect(Math.abs(got - slope)).toBeLessThan(0.02 * Math.abs(slope));
  });

  test('leaves no tensor over: under fit, asked or not asked in a loop, and in calls without a gradient', async () => {
    const before = tfc.memory().numTensors;
    const layer = layerOf({inputShape: [timeSteps, features]});
    const model = tfl.sequential({layers: [layer]});
    const [input, target] = [x(), y()];
    await trainingLoss(model, input, target);
    const {numTensors} = tfc.memory();
    for (let i = 0; i < 3; i++) await trainingLoss(model, input, target);
    expect(tfc.memory().numTensors).toBe(numTensors);
    for (let i = 0; i < 3; i++) {
      tfc.tidy(() => void layer.apply(input, {training: true} as object));
      expect(layer.calculateLosses()).toEqual([]);
      expect(tfc.memory().numTensors).toBe(numTensors);
    }
    const ignoring = () =>
      tfc.dispose(
        tfc.variableGrads(
          () => tfc.sum(layer.apply(input, {training: true} as object) as Tensor) as Scalar,
        ) as object as Tensor[],
      );
    ignoring();
    const withOne = tfc.memory().numTensors; // what nobody asked for goes with the next gradient
    for (let i = 0; i < 3; i++) ignoring();
    expect(tfc.memory().numTensors).toBe(withOne);
    expect(layer.calculateLosses()).toEqual([]);
    expect(tfc.memory().numTensors).toBe(numTensors);
    ignoring();
    model.dispose();
    tfc.dispose([input, target]);
    expect(tfc.memory().numTensors).toBe(before);
  });

  test('a frozen layer pays nothing', async () => {
    const layer = layerOf({inputShape: [timeSteps, features], trainable: false});
    const model = tfl.sequential({layers: [layer, tfl.layers.dense({units})]});
    close(await trainingLoss(model, x(), y()), await loss(model, x(), y()));
  });

  test('brings the cell back to its variance', async () => {
    const layer = layerOf({
      inputShape: [20, features],
      units: 16,
      forgetBias: 3,
      varianceMethod: 'paper',
      returnSequences: true,
      cellPenalty: 1,
    });
    const model = tfl.sequential({layers: [layer]});
    const input = x(20);
    model.compile({optimizer: ours.adam({learningRate: 0.02}), loss: () => tfc.scalar(0)});
    const before = await expected(layer, input, 1);
    await model.fit(input, tfc.zeros([batch, 20, 16]), {epochs: 60, verbose: 0});
    expect(await expected(layer, input, 1)).toBeLessThan(0.5 * before);
  });

  test('errors', () => {
    expect(() => layerOf({cellPenalty: -1})).toThrow(
      'cellPenalty: expected a finite number of at least 0, got -1',
    );
    expect(() => layerOf({cellPenalty: '1' as never})).toThrow(
      'cellPenalty: expected a finite number of at least 0',
    );
    expect(() => ours.normPropLSTMCell({units, cellPenalty: 0.1})).toThrow(
      'cellPenalty: it is a mean over the sequence, which a lone cell does not see; use the layer, got 0.1',
    );
    expect(() => ours.lstm({units, cellPenalty: 0.1})).toThrow('cellPenalty: it needs cellTarget');
    expect(() => ours.lstm({units, cellTarget: 1})).toThrow('cellTarget: it needs a cellPenalty above 0');
    expect(() => ours.lstm({units, cellPenalty: 1, cellTarget: 0})).toThrow(
      'cellTarget: expected a finite number greater than 0, got 0',
    );
    expect(() => ours.layerNormLSTM({units, cellPenalty: 1} as never)).toThrow("no option 'cellPenalty'");
  });
});

async function saveAndLoad(model: tfl.LayersModel): Promise<tfl.LayersModel> {
  let saved: tfc.io.ModelArtifacts | undefined;
  const handler = tfc.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return Promise.resolve({modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}});
  });
  await model.save(handler);
  return tfl.loadLayersModel(tfc.io.fromMemory(saved!));
}
