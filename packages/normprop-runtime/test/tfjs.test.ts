// Every kind of layer against tfjs itself: run and step, batches, the state carried, to 1e-5.
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {
  batchDataNormalization,
  batchNormLSTM,
  layerNormLSTM,
  lstm,
  normPropLSTM,
  weightNormLSTM,
} from 'normprop-layers';
import {modelFromBytes} from '../src/index.js';
import {describeLayers} from './describeLayers.js';
import {randomFloats, randomSymbols} from './random.js';
import {writeModel} from './writeFile.js';

const [T, B, D, H] = [7, 3, 5, 6];

type Make = () => tfl.layers.Layer[];
const first = {inputShape: [null, D] as (number | null)[]};
const dense = (activation: 'linear' | 'sigmoid' | 'tanh' | 'relu' | 'softmax', units = 4) =>
  tfl.layers.dense({units, activation, kernelInitializer: 'glorotUniform'});
const common = {units: H, returnSequences: true, seed: 3};

const cases: Record<string, Make> = {
  lstm: () => [lstm({...common, ...first})],
  'lstm without a bias': () => [lstm({...common, ...first, useBias: false})],
  'lstm with a learned initial state': () => [lstm({...common, ...first, learnInitialState: true})],
  'lstm with zoneout': () => [lstm({...common, ...first, zoneoutCell: 0.3, zoneoutHidden: 0.2})],
  'tf.layers.lstm, hardSigmoid': () => [
    tfl.layers.lstm({units: H, returnSequences: true, recurrentInitializer: 'glorotUniform', ...first}),
  ],
  'tf.layers.lstm, sigmoid': () => [
    tfl.layers.lstm({
      units: H,
      returnSequences: true,
      recurrentInitializer: 'glorotUniform',
      recurrentActivation: 'sigmoid',
      ...first,
    }),
  ],
  weightNorm: () => [weightNormLSTM({...common, ...first})],
  normProp: () => [normPropLSTM({...common, ...first})],
  'normProp with one γc': () => [normPropLSTM({...common, ...first, scalarGammaC: true})],
  layerNorm: () => [layerNormLSTM({...common, ...first})],
  'layerNorm per gate': () => [layerNormLSTM({...common, ...first, perGate: true, epsilon: 1e-3})],
  'batchNorm, a row for each step': () => [batchNormLSTM({...common, ...first, maxTimeSteps: 4})],
  'batchNorm, one row': () => [batchNormLSTM({...common, ...first, maxTimeSteps: 1, trainableBetaX: true})],
  'a stack': () => [
    tfl.layers.dropout({rate: 0.5, ...first}),
    batchDataNormalization(),
    normPropLSTM(common),
    dense('tanh', 9),
    layerNormLSTM({...common, units: 5}),
    tfl.layers.timeDistributed({layer: dense('softmax')}),
  ],
  'dense first': () => [tfl.layers.dense({units: 9, activation: 'relu', ...first}), lstm(common)],
  'the last step only': () => [
    lstm({...common, ...first}),
    normPropLSTM({...common, returnSequences: false}),
    dense('sigmoid'),
    tfl.layers.activation({activation: 'softmax'}),
  ],
  ...Object.fromEntries(
    (['linear', 'sigmoid', 'tanh', 'relu', 'softmax'] as const).map((activation) => [
      `dense, ${activation}`,
      () => [lstm({...common, ...first}), dense(activation)],
    ]),
  ),
};

const seedWeights = (model: tfl.Sequential): void =>
  tf.tidy(() =>
    model.setWeights(
      model.weights.map((weight, i) => {
        const values = randomFloats(
          weight.shape.reduce((a, b) => a! * b!, 1)!,
          100 + i,
        );
        const positive = /variance|gamma/.test(weight.originalName);
        return tf.tensor(positive ? values.map((v) => Math.abs(v) + 0.5) : values, weight.shape as number[]);
      }),
    ),
  );

/** A model of tfjs with every weight drawn, and its file. */
function build(make: Make, input: 'vectors' | 'symbols' = 'vectors', size = D) {
  const model = tfl.sequential({layers: make()});
  seedWeights(model);
  const shape = model.outputs[0].shape;
  const layers = model.layers.map((layer) =>
    layer.getClassName() === 'TimeDistributed'
      ? (layer as unknown as {layer: tfl.layers.Layer}).layer
      : layer,
  );
  const file = writeModel({
    input: {kind: input, size},
    output: {size: shape.at(-1)!, sequence: shape.length === 3},
    layers: describeLayers(layers),
  });
  return {model, file};
}

const predict = (model: tfl.Sequential, x: Float32Array, shape: number[]): Float32Array =>
  tf.tidy(() => (model.predict(tf.tensor(x, shape)) as tf.Tensor).dataSync() as Float32Array);

/** The largest difference of two arrays that are not nothing. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  expect(Array.from(b).some((v) => Math.abs(v) > 1e-3)).toBe(true);
  return Array.from(a).reduce(
    (most, v, i) => Math.max(most, Math.abs(v - b[i]) || (v === b[i] ? 0 : NaN)),
    0,
  );
}

/** x [B,T,n] of one step, [B,n]. */
const stepOf = (x: Float32Array, batch: number, steps: number, t: number): Float32Array => {
  const n = x.length / (batch * steps);
  const out = new Float32Array(batch * n);
  for (let b = 0; b < batch; b++) out.set(x.subarray((b * steps + t) * n, (b * steps + t + 1) * n), b * n);
  return out;
};

describe('against tfjs:', () => {
  describe.each(Object.entries(cases))('%s', (_name, make) => {
    test.each([1, B])('run and step give what tfjs gives, batch %i', (batch) => {
      const {model, file} = build(make);
      const x = randomFloats(batch * T * D, 7);
      const expected = predict(model, x, [batch, T, D]);
      const runtime = modelFromBytes(file);
      expect(difference(runtime.run(x, {timeSteps: T, batch}), expected)).toBeLessThan(1e-5);

      const stream = runtime.stream({batch});
      const sequence = model.outputs[0].shape.length === 3;
      for (let t = 0; t < T; t++) {
        const y = stream.step(stepOf(x, batch, T, t));
        if (sequence) expect(difference(y, stepOf(expected, batch, T, t))).toBeLessThan(1e-5);
        else if (t === T - 1) expect(difference(y, expected)).toBeLessThan(1e-5);
      }
      stream.dispose();
      model.dispose();
    });
  });

  const merges = ['concat', 'sum', 'ave', 'mul'] as const;
  describe.each(merges)('bidirectional, %s', (mergeMode) => {
    test.each([true, false])('run gives what tfjs gives, returnSequences %s', (returnSequences) => {
      const {model, file} = build(() => [
        tfl.layers.bidirectional({
          layer: normPropLSTM({...common, returnSequences}) as never,
          mergeMode,
          ...first,
        }),
        dense('tanh'),
      ]);
      const x = randomFloats(B * T * D, 8);
      const runtime = modelFromBytes(file);
      const expected = predict(model, x, [B, T, D]);
      expect(difference(runtime.run(x, {timeSteps: T, batch: B}), expected)).toBeLessThan(1e-5);
      const name = model.layers[0].name;
      expect(() => runtime.stream()).toThrow(`stream: the layer '${name}' reads the sequence from its end`);
      expect(runtime.streams).toBe(false);
      model.dispose();
    });
  });

  test('goBackwards: outputs in the order of computation, over more rows than are computed ahead', () => {
    const steps = 300;
    const {model, file} = build(() => [lstm({...common, ...first, goBackwards: true}), lstm(common)]);
    const x = randomFloats(2 * steps * D, 9);
    const runtime = modelFromBytes(file);
    const expected = predict(model, x, [2, steps, D]);
    expect(difference(runtime.run(x, {timeSteps: steps, batch: 2}), expected)).toBeLessThan(1e-5);
    expect(() => runtime.stream()).toThrow('reads the sequence from its end');
    model.dispose();
  });

  test('a long sequence in several pieces', () => {
    const steps = 1500;
    const {model, file} = build(() => [
      normPropLSTM({...common, ...first}),
      normPropLSTM({...common, returnSequences: false}),
      dense('linear'),
    ]);
    const x = randomFloats(steps * D, 10);
    const expected = predict(model, x, [1, steps, D]);
    expect(difference(modelFromBytes(file).run(x, {timeSteps: steps}), expected)).toBeLessThan(1e-5);
    model.dispose();
  });

  describe('symbols', () => {
    const V = 11;
    const embedding = () => tfl.layers.embedding({inputDim: V, outputDim: D, inputLength: T});
    const stacks: Record<string, Make> = {
      lstm: () => [embedding(), lstm(common), dense('softmax')],
      layerNorm: () => [embedding(), layerNormLSTM(common)],
      'batchNorm, a row for each step': () => [embedding(), batchNormLSTM({...common, maxTimeSteps: 3})],
      'standardised normProp': () => [embedding(), batchDataNormalization(), normPropLSTM(common)],
      'dense in between': () => [embedding(), dense('tanh', 5), normPropLSTM(common)],
      bidirectional: () => [
        embedding(),
        tfl.layers.bidirectional({layer: lstm(common) as never, mergeMode: 'concat'}),
      ],
    };
    test.each(Object.entries(stacks))('embedding, %s', (name, make) => {
      const {model, file} = build(make, 'symbols', V);
      const x = randomSymbols(B * T, V, 4);
      const expected = tf.tidy(
        () => (model.predict(tf.tensor(x, [B, T], 'int32')) as tf.Tensor).dataSync() as Float32Array,
      );
      const runtime = modelFromBytes(file);
      expect(difference(runtime.run(x, {timeSteps: T, batch: B}), expected)).toBeLessThan(1e-5);
      if (name !== 'bidirectional') {
        const stream = runtime.stream();
        for (let t = 0; t < T; t++)
          expect(
            difference(stream.step(x[t]), stepOf(expected, B, T, t).subarray(0, expected.length / B / T)),
          ).toBeLessThan(1e-5);
      }
      model.dispose();
    });
  });
});
