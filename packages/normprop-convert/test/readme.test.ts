import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {normPropLSTM} from 'normprop-layers';
import * as ours from '../src/index.js';
import {readFixture} from './support/fixtures.js';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

/** Runs an example with the imports given as arguments and gives back what it declared; the rest of it stays as printed. */
async function run(code: string, scope: Record<string, unknown>): Promise<Record<string, unknown>> {
  const names = [...code.matchAll(/^const (\w+)/gm)].map(([, name]) => name);
  const body = `${code.replace(/^import .*;\n/gm, '')}\nreturn {${names.join(', ')}};`;
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...values: unknown[]) => Promise<Record<string, unknown>>;
  return new AsyncFunction(...Object.keys(scope), body)(...Object.values(scope));
}

test('the exports run as printed', async () => {
  const writeFile = jest.fn();
  const scope = {...ours, writeFile, tf: {...tfc, ...tfl}, normPropLSTM};
  const {forRuntime, forONNX, weights} = (await run(examples[0], scope)) as Record<string, Uint8Array>;
  expect(writeFile).toHaveBeenCalledWith('model.safetensors', forRuntime);
  expect(ours.readSafetensors(forRuntime).metadata.format).toBe('normprop-model');
  expect(ours.readSafetensors(weights).tensors.size).toBe(10);
  expect(forONNX.length).toBeGreaterThan(300);
});

test('so do the imports, and what Keras made trains further', async () => {
  const scope = {
    kerasBytes: readFixture('masking.keras').bytes,
    torchBytes: readFixture('torch-tagger.safetensors').bytes,
    x: tfc.zeros([2, 5, 4]),
    y: tfc.zeros([2, 3]),
  };
  const {fromTorch} = await run(examples[1], {...ours, ...scope});
  expect((fromTorch as tfl.Sequential).outputs[0].shape).toEqual([null, null, 2]);
});
