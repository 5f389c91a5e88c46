import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import * as ours from '../src/index.js';
import {exampleWith, examples, readme, run} from './readmeExamples.js';

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

const rootReadme = readFileSync(join(__dirname, '../../../README.md'), 'utf8');
const rootExample = /```js\n(.*?)```/s.exec(rootReadme)![1].replace("await tf.setBackend('wasm');", '');

/** `tf.layers.lstm` by its defaults from a seed; its own orthogonal initializer fails with core and layers alone. */
const stock = (args: {units: number}) =>
  tfl.layers.lstm({
    kernelInitializer: tfl.initializers.glorotNormal({seed: 1}),
    recurrentInitializer: ours.orthogonal({seed: 2, gates: 1}),
    ...args,
  });

/** The last validation loss that a first example prints, on numbers from a seed. */
async function lastLoss(code: string, layer: unknown): Promise<number> {
  const log = jest.spyOn(console, 'log').mockImplementation(() => {});
  const seeded = {...tf, randomNormal: (shape: number[]) => tfc.randomNormal(shape, 0, 1, 'float32', 1)};
  try {
    await run(code, {tf: seeded, tfl, normPropLSTM: layer});
    const [losses] = log.mock.calls[0] as [number[]];
    expect(losses[losses.length - 1]).toBeLessThan(losses[0]);
    return losses[losses.length - 1];
  } finally {
    log.mockRestore();
  }
}

test.each([
  ['this README', examples[0]],
  ['the first README', rootExample],
])(
  'the first example of %s runs as printed, and its validation loss is not above that of tf.layers.lstm',
  async (_, code) => {
    expect(code).toContain("import {normPropLSTM} from 'normprop-layers';");
    const ourLoss = await lastLoss(code, (args: ours.NormPropLSTMArgs) =>
      ours.normPropLSTM({seed: 1, ...args}),
    );
    expect(ourLoss).toBeLessThanOrEqual(await lastLoss(code, stock));
  },
  300_000,
);

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
  await run(exampleWith('unitNormColumns'), {...ours, model, x, y});
  log.mockRestore();
  const norms = await tfc.norm(model.getWeights()[0], 2, 0).data();
  expect(Math.max(...norms.map((norm) => Math.abs(norm - 1)))).toBeLessThan(1e-5);
});

test('every function that the text names is exported', () => {
  const names = [...readme.matchAll(/`(?:await )?(\w+)\(/g)].map(([, name]) => name);
  const known = new Set([
    ...Object.keys(ours),
    'readGlobalNorm',
    'fit',
    'save',
    'resetStates',
    'calculateLosses',
  ]);
  expect(names.length).toBeGreaterThan(5);
  expect(names.filter((name) => !known.has(name))).toEqual([]);
});
