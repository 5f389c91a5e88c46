import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {importKeras} from '../src/index.js';
import {fixtureNames, readFixture} from './support/fixtures.js';

const all = fixtureNames(/\.(keras|h5)$/).map((name) => [name, readFixture(name)] as const);
const refused = all.filter(([, {said}]) => said.refused);
const accepted = all.filter(([, {said}]) => !said.refused);
// Half precision computes its own way; its weights are what is compared.
const tolerance: Record<string, number> = {'half.keras': 5e-3};

test('there are archives and HDF5 files of whole models and of weights', () => {
  expect(accepted.map(([name]) => name.replace(/^[^.]*/, ''))).toEqual(
    expect.arrayContaining(['.keras', '.h5', '.weights.h5']),
  );
});

describe.each(accepted)('%s, saved by Keras', (name, {bytes, said}) => {
  test('gives the outputs that Keras gave', async () => {
    const model = await importKeras(bytes, {architecture: said.architecture});
    const {inputs, inputShape, outputs, outputShape} = said;
    const got = model.predict(tfc.tensor(inputs, inputShape)) as Tensor;
    expect(got.shape).toEqual(outputShape);
    const values = await got.data();
    const worst = Math.max(...outputs.map((value, i) => Math.abs(value - values[i])));
    expect(worst).toBeLessThan(tolerance[name] ?? 1e-5);
  });
});

const reasons: Record<string, string> = {
  'conv.keras': "layer 'conv1d': a layer of class Conv1D cannot be imported",
  'gru.keras': "layer 'gru': a layer of class GRU cannot be imported",
  'relu-lstm.keras': 'activation "relu" cannot be imported; an LSTM needs \'tanh\'',
  'residual.keras': "layer 'add_1': a layer with 2 inputs cannot be imported",
  'two-inputs.keras': 'expected one input and one output, got 2 and 1',
  'zero-output.keras': 'zero_output_for_mask behind a mask cannot be imported',
};

test.each(refused)('%s is refused with its reason, and nothing is left', async (name, {bytes}) => {
  const begin = tfc.memory().numTensors;
  await expect(importKeras(bytes)).rejects.toThrow(reasons[name]);
  expect(tfc.memory().numTensors).toBe(begin);
});

test('regularizers and constraints come along, and names that tfjs does not take are changed', async () => {
  const model = await importKeras(readFixture('functional-masking.keras').bytes);
  const layer = model.getLayer('my_lstm');
  expect(layer.getClassName()).toBe('BaselineLSTM');
  expect(layer.getConfig()).toMatchObject({
    kernelRegularizer: {className: 'L1L2', config: {l2: expect.closeTo(0.01, 6) as number}},
    recurrentConstraint: {className: 'MaxNorm', config: {maxValue: 3, axis: 0}},
  });
});

test('what is imported trains further', async () => {
  const model = await importKeras(readFixture('masking.keras').bytes);
  model.compile({optimizer: 'adam', loss: 'meanSquaredError'});
  const x = tfc.randomNormal([8, 5, 4], 0, 1, 'float32', 1);
  const {history} = await model.fit(x, tfc.zeros([8, 3]), {epochs: 60, verbose: 0});
  expect(history.loss[59] as number).toBeLessThan(0.7 * (history.loss[0] as number));
});

test('a stateful layer keeps its state', async () => {
  const {bytes, said} = readFixture('stateful.keras');
  const model = await importKeras(bytes);
  const x = tfc.tensor(said.inputs, said.inputShape);
  const halves = tfc.split(x, 2, 1).map((half) => model.predict(half, {batchSize: 2}) as Tensor);
  const values = await tfc.concat(halves, 1).data();
  expect(Math.max(...said.outputs.map((value, i) => Math.abs(value - values[i])))).toBeLessThan(1e-5);
});

describe('files that are not what they should be', () => {
  test.each([
    ['no bytes', new Uint8Array(0), 'expected a .keras archive (50 4b 03 04) or an .h5 file'],
    ['text', new TextEncoder().encode('{"class_name"'), 'byte 0 begins 7b 22 63 6c'],
    ['half an archive', readFixture('stack.keras').bytes.slice(0, 3000), 'Keras archive: cannot be unpacked'],
    [
      'weights alone',
      readFixture('stack.weights.h5').bytes,
      "give what model.to_json() says as 'architecture'",
    ],
  ])('%s', async (_, bytes, message) => {
    await expect(importKeras(bytes)).rejects.toThrow(message);
  });

  test('a path, which is not read', async () => {
    await expect(importKeras('model.keras' as never)).rejects.toThrow(
      'file: expected the bytes of a file (Uint8Array or ArrayBuffer), got string',
    );
  });

  test('an architecture of other sizes', async () => {
    const {bytes, said} = readFixture('stack.weights.h5');
    const architecture = said.architecture!.replace('"units": 3', '"units": 5');
    await expect(importKeras(bytes, {architecture})).rejects.toThrow(
      "layer 'lower', kernel: expected shape [4,20], the file has [4,12]",
    );
    const other = said.architecture!.replace('"name": "lower"', '"name": "upper"');
    // The first LSTM of the file, found by its class and number.
    await expect(importKeras(bytes, {architecture: other})).resolves.toBeDefined();
  });
});
