import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {io, tensor} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import {loadLayersModel} from '@tensorflow/tfjs-layers';
import {readSafetensors} from 'normprop-convert';
import {loadModel} from 'normprop-runtime';
import {sampleRun} from '../src/charlm/sample/sampleRun.js';
import {trainCharlm} from '../src/charlm/trainCharlm.js';
import {modelNames} from '../src/config/modelNames.js';
import {CharlmRunFolder} from '../src/charlm/record/charlmTypes.js';
import {runCommand} from './support/runCommand.js';
import {tinyDrawConfig, tinyImages, trainDraw} from './support/tinyDraw.js';
import {backend, emptyFolder, tinyConfig} from './support/tinyRun.js';

const prime = 'the ';

describe.each(modelNames)('normprop export, %s', (model) => {
  const folder = emptyFolder();
  beforeAll(async () => {
    const options = {learnInitialState: true, batchDataNormalization: true, zoneoutCell: 0.2};
    await trainCharlm(tinyConfig({model, ...options, updates: 25, learningRate: 0.02}), {folder});
  });

  test('--to runtime: the stream writes what normprop sample writes', async () => {
    const {code, out, err} = await runCommand('export', folder, '--to', 'runtime');
    expect({code, err}).toEqual({code: 0, err: ''});
    expect(out).toBe(join(folder, 'model.safetensors') + '\n');
    const text = await sampleRun(folder, {prime, length: 40, temperature: 0, seed: 1, backend});
    const loaded = await loadModel(new Uint8Array(readFileSync(out.trim())));
    const {labels} = loaded.inputs[0];
    const stream = loaded.stream();
    let next = 0;
    for (const symbol of prime) next = likeliest(stream.step(labels!.indexOf(symbol)));
    let written = '';
    while (written.length < 40) {
      written += labels![next];
      next = likeliest(stream.step(next));
    }
    stream.dispose();
    expect(written).toBe(text);
  });

  test('--to safetensors: the weights of the checkpoint, under their names', async () => {
    const file = join(folder, 'other.safetensors');
    expect((await runCommand('export', folder, '--to', 'safetensors', '--out', file)).code).toBe(0);
    const {tensors, metadata} = readSafetensors(new Uint8Array(readFileSync(file)));
    const checkpoint = await new CharlmRunFolder(folder).checkpoints.load(() => undefined);
    expect(JSON.parse(metadata.vocabulary)).toEqual(checkpoint!.vocabulary.symbols);
    expect([...tensors.keys()]).toEqual(
      expect.arrayContaining([
        'recurrent/kernel',
        'recurrent/recurrent_kernel',
        'output/kernel',
        'projection/embeddings',
      ]),
    );
    expect(tensors.size).toBe(checkpoint!.weights.length);
    const kernel = checkpoint!.weights.find(({name}) => name === 'kernel')!;
    expect(tensors.get('recurrent/kernel')).toEqual({shape: [...kernel.shape], values: kernel.values});
  });

  test('--to onnx writes a file', async () => {
    const {code, out} = await runCommand('export', folder, '--to', 'onnx');
    expect(code).toBe(0);
    expect(readFileSync(out.trim()).length).toBeGreaterThan(1000);
  });
});

test('normprop export: what it cannot do', async () => {
  expect(await runCommand('export', 'nowhere', '--to', 'onnx')).toMatchObject({
    code: 1,
    err: expect.stringContaining('nowhere') as string,
  });
  expect(await runCommand('export', 'runs', '--to', 'tflite')).toMatchObject({
    code: 2,
    err: expect.stringContaining("--to: expected one of runtime, onnx, safetensors, got 'tflite'") as string,
  });
  expect(await runCommand('export', 'runs')).toMatchObject({code: 2});
});

test('normprop export, DRAW: the weights, and why nothing else', async () => {
  const folder = emptyFolder();
  await trainDraw(tinyDrawConfig({updates: 1}), {folder, images: tinyImages()});
  const {code, err} = await runCommand('export', folder, '--to', 'onnx');
  expect({code, err}).toEqual({code: 2, err: expect.stringContaining('glimpse by glimpse') as string});
  const {out} = await runCommand('export', folder, '--to', 'safetensors');
  const {tensors} = readSafetensors(new Uint8Array(readFileSync(out.trim())));
  expect(tensors.size).toBeGreaterThan(10);
});

describe('normprop import', () => {
  const fixtures = join(__dirname, '../../normprop-convert/test/fixtures');
  const said = (name: string) =>
    JSON.parse(readFileSync(join(fixtures, `${name}.json`), 'utf8')) as Record<
      'inputs' | 'inputShape' | 'outputs',
      number[]
    >;

  test.each([
    ['stack.keras', []],
    ['torch-tagger.safetensors', ['--embedding', 'embed', '--linear', 'fc']],
  ])('%s: a model that tfjs loads and that computes the same', async (name, flags) => {
    const folder = join(emptyFolder(), 'imported');
    const {code, err, out} = await runCommand('import', join(fixtures, name), '--out', folder, ...flags);
    expect({code, err}).toEqual({code: 0, err: ''});
    expect(out).toBe(`${join(folder, 'model.json')}\n${join(folder, 'weights.bin')}\n`);
    const {modelTopology, weightsManifest} = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as {
      modelTopology: object;
      weightsManifest: Array<{weights: io.WeightsManifestEntry[]}>;
    };
    const weightData = new Uint8Array(readFileSync(join(folder, 'weights.bin'))).buffer;
    const model = await loadLayersModel(
      io.fromMemory({modelTopology, weightSpecs: weightsManifest[0].weights, weightData}),
    );
    const {inputs, inputShape, outputs} = said(name);
    const got = (model.predict(tensor(inputs, inputShape)) as Tensor).dataSync();
    expect(Math.max(...outputs.map((value, i) => Math.abs(value - got[i])))).toBeLessThan(1e-5);
  });

  test('what it cannot read, or find', async () => {
    const folder = emptyFolder();
    expect(await runCommand('import', join(fixtures, 'gru.keras'), '--out', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining("layer 'gru': a layer of class GRU cannot be imported") as string,
    });
    expect(await runCommand('import', join(folder, 'no.keras'), '--out', folder)).toMatchObject({
      code: 1,
      err: expect.stringContaining('no.keras: cannot be read') as string,
    });
    expect(await runCommand('import', 'a.keras')).toMatchObject({code: 2});
  });
});

function likeliest(values: ArrayLike<number>): number {
  const all = Array.from(values);
  return all.indexOf(Math.max(...all));
}
