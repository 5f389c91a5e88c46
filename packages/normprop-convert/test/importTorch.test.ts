import * as tfc from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {importTorch} from '../src/index.js';
import type {ImportTorchOptions} from '../src/index.js';
import {fixtureNames, readFixture} from './support/fixtures.js';

const all = fixtureNames(/^torch-/).map((name) => [name, readFixture(name)] as const);
const refused = all.filter(([, {said}]) => said.refused);
const accepted = all.filter(([, {said}]) => !said.refused);
const options: Record<string, ImportTorchOptions> = {
  'torch-tagger.safetensors': {embedding: 'embed', linear: 'fc'},
};

describe.each(accepted)('%s, saved by PyTorch', (name, {bytes, said}) => {
  test('gives the outputs that PyTorch gave', async () => {
    const model = await importTorch(bytes, options[name]);
    const {inputs, inputShape, outputs, outputShape} = said;
    const got = model.predict(tfc.tensor(inputs, inputShape)) as Tensor;
    expect(got.shape).toEqual(outputShape);
    const values = await got.data();
    expect(Math.max(...outputs.map((value, i) => Math.abs(value - values[i])))).toBeLessThan(1e-5);
  });
});

const reasons: Record<string, string> = {
  'torch-gru.safetensors': "tensor 'weight_hh_l0': expected 4 gates of 3 rows each, got 9 rows (a GRU has 3)",
  'torch-projected.safetensors': "tensor 'weight_hr_l0': an nn.LSTM with proj_size cannot be imported",
  'torch-pickle.pt': 'file: a PyTorch pickle archive',
};

test.each(refused)('%s is refused with its reason', async (name, {bytes}) => {
  await expect(importTorch(bytes)).rejects.toThrow(reasons[name]);
});

describe('tensors that no option names', () => {
  const {bytes} = readFixture('torch-tagger.safetensors');

  test('are named, and can be left out', async () => {
    await expect(importTorch(bytes)).rejects.toThrow("tensor 'embed.weight' and 2 more: belong to no part");
    const model = await importTorch(bytes, {ignore: ['embed', 'fc.weight', 'fc.bias']});
    expect(model.outputs[0].shape).toEqual([null, null, 6]);
  });

  test('so are modules that are not there, or do not fit', async () => {
    await expect(importTorch(bytes, {embedding: 'embedding'})).rejects.toThrow(
      "tensor 'embedding.weight': is not in the file",
    );
    await expect(importTorch(bytes, {embedding: 'fc', ignore: ['fc', 'embed']})).rejects.toThrow(
      'embedding: expected a matrix with 4 outputs as the LSTM has, got [2,6]',
    );
    await expect(importTorch(bytes, {lstm: 'lstm'})).rejects.toThrow(
      "tensor 'lstm.weight_ih_l0': is not in the file",
    );
  });

  test('the last step alone', async () => {
    const model = await importTorch(bytes, {embedding: 'embed', linear: 'fc', returnSequences: false});
    expect(model.outputs[0].shape).toEqual([null, 2]);
  });
});

test('what is imported trains further', async () => {
  const model = await importTorch(readFixture('torch-stack.safetensors').bytes, {returnSequences: false});
  model.compile({optimizer: 'adam', loss: 'meanSquaredError'});
  const x = tfc.randomNormal([8, 5, 4], 0, 1, 'float32', 1);
  const {history} = await model.fit(x, tfc.zeros([8, 3]), {epochs: 20, verbose: 0});
  expect(history.loss[19] as number).toBeLessThan(0.7 * (history.loss[0] as number));
});
