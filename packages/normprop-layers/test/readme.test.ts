import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as ours from '../src/index.js';

const readme = readFileSync(join(__dirname, '../README.md'), 'utf8');
const examples = [...readme.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

/** Runs an example with the imports given as arguments; the rest of it stays as printed. */
async function run(code: string, scope: Record<string, unknown>): Promise<void> {
  const body = code.replace(/^import .*;\n/gm, '');
  const AsyncFunction = (async () => {}).constructor as new (
    ...args: string[]
  ) => (...values: unknown[]) => Promise<void>;
  await new AsyncFunction(...Object.keys(scope), body)(...Object.values(scope));
}

// @tensorflow/tfjs is these two and the chained methods, of which the example uses one.
const tf = {...tfc, ...tfl};
beforeAll(() => {
  (tfc.Tensor.prototype as unknown as Record<string, unknown>).expandDims = function (
    this: tfc.Tensor,
    axis: number,
  ) {
    return tfc.expandDims(this, axis);
  };
});

test('the first example runs as printed', async () => {
  expect(examples[0]).toContain("import {normPropLSTM} from 'normprop-layers';");
  const log = jest.spyOn(console, 'log').mockImplementation(() => {});
  await run(examples[0], {tf, normPropLSTM: ours.normPropLSTM});
  log.mockRestore();
});

const exampleWith = (name: string) => examples.find((code) => code.includes(`${name}(`))!;

test('so does the one on calibration', async () => {
  const layer = ours.normPropLSTM({units: 8, inputShape: [10, 8], returnSequences: true});
  const model = tfl.sequential({layers: [layer]});
  const x = tfc.randomNormal([8, 10, 8], 0, 1, 'float32', 1);
  await run(exampleWith('calibrate'), {...ours, model, x});
  const secondMoment = (await tfc.mean(tfc.square(model.predict(x) as tfc.Tensor)).data())[0];
  expect(Math.abs(secondMoment - 1)).toBeLessThan(0.03);
});

test('so does the one on looking inside', async () => {
  const model = tfl.sequential({layers: [ours.normPropLSTM({units: 8, inputShape: [10, 8]})]});
  const log = jest.spyOn(console, 'log').mockImplementation(() => {});
  await run(exampleWith('traceStatistics'), {...ours, model, x: tfc.zeros([2, 10, 8])});
  expect(log.mock.calls[0].map((values: number[]) => values.length)).toEqual([10, 10]);
  log.mockRestore();
});

test('so does the one on training', async () => {
  const model = tfl.sequential();
  const x = tfc.zeros([2, 10, 8]);
  const y = tfc.zeros([2, 256]);
  const log = jest.spyOn(console, 'log').mockImplementation(() => {});
  await run(exampleWith('constraintCallback'), {...ours, model, x, y});
  log.mockRestore();
  const norms = await tfc.norm(model.getWeights()[0], 2, 0).data();
  expect(Math.max(...norms.map((norm) => Math.abs(norm - 1)))).toBeLessThan(1e-5);
});

test('every function that the text names is exported', () => {
  const names = [...readme.matchAll(/`(?:await )?(\w+)\(/g)].map(([, name]) => name);
  const known = new Set([...Object.keys(ours), 'readGlobalNorm', 'fit', 'save', 'resetStates']);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});
