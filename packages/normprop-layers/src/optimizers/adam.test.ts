import * as tfc from '@tensorflow/tfjs-core';
import type {Scalar, Variable} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {adam} from '../index.js';
import type {AdamArgs} from '../index.js';

const start = [1, -2, 3];
/** A loss with the gradient [2w₀, 4w₁, 6w₂]. */
const lossOf = (w: Variable) => () => tfc.sum(tfc.mul(tfc.square(w), [1, 2, 3])) as Scalar;

/** The same updates in float64, from the formulas. */
function expected(steps: number, {learningRate = 1e-3, clipNorm, decay}: AdamArgs): number[] {
  const w = [...start];
  const [m, v] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (let t = 1; t <= steps; t++) {
    const g = w.map((x, i) => 2 * (i + 1) * x);
    const norm = Math.hypot(...g);
    const scale = clipNorm ? clipNorm / Math.max(norm, clipNorm) : 1;
    let rate = learningRate;
    if (decay?.kind === 'inverseTime') rate /= 1 + decay.rate * (t - 1);
    if (decay?.kind === 'exponential') rate *= (1 - decay.rate) ** (t - 1);
    w.forEach((_, i) => {
      const gi = g[i] * scale;
      m[i] = 0.9 * m[i] + 0.1 * gi;
      v[i] = 0.999 * v[i] + 0.001 * gi * gi;
      w[i] -= (rate * (m[i] / (1 - 0.9 ** t))) / (Math.sqrt(v[i] / (1 - 0.999 ** t)) + 1e-8);
    });
  }
  return w;
}

async function run(args: AdamArgs, steps: number): Promise<number[]> {
  const w = tfc.variable(tfc.tensor1d(start));
  const optimizer = adam(args);
  for (let i = 0; i < steps; i++) optimizer.minimize(lossOf(w), false, [w]);
  const values = Array.from(await w.data());
  tfc.dispose(w);
  optimizer.dispose();
  return values;
}

describe('adam', () => {
  test.each<[string, AdamArgs]>([
    ['plain', {learningRate: 0.1}],
    ['clipped', {learningRate: 0.1, clipNorm: 1}],
    ['inverseTime', {learningRate: 0.2, decay: {kind: 'inverseTime', rate: 0.5}}],
    ['exponential', {learningRate: 0.2, decay: {kind: 'exponential', rate: 0.3}, clipNorm: 2}],
  ])('updates as the formulas say: %s', async (_, args) => {
    // float32 against float64 over 20 updates
    const want = expected(20, args);
    (await run(args, 20)).forEach((value, i) => expect(Math.abs(value - want[i])).toBeLessThan(2e-5));
  });

  test('clipping changes the outcome only where the norm is above the limit', async () => {
    expect(await run({learningRate: 0.1, clipNorm: 1e6}, 5)).toEqual(await run({learningRate: 0.1}, 5));
  });

  test('reports the global norm before clipping, the rate and the number of updates', async () => {
    const w = tfc.variable(tfc.tensor1d(start));
    const optimizer = adam({learningRate: 0.1, clipNorm: 1, decay: {kind: 'inverseTime', rate: 1}});
    expect(await optimizer.readGlobalNorm()).toBeNaN();
    expect(optimizer.decayedLearningRate).toBe(0.1);
    optimizer.minimize(lossOf(w), false, [w]);
    expect(await optimizer.readGlobalNorm()).toBeCloseTo(Math.hypot(2, 8, 18), 4);
    expect(optimizer.iterations).toBe(1);
    expect(optimizer.decayedLearningRate).toBe(0.05);
    optimizer.learningRate = 1;
    expect(optimizer.decayedLearningRate).toBe(0.5);
    tfc.dispose(w);
    optimizer.dispose();
  });

  test('a gradient that is not finite is seen in the norm and the weights', async () => {
    const w = tfc.variable(tfc.tensor1d(start));
    const optimizer = adam({clipNorm: 1});
    optimizer.minimize(() => tfc.sum(tfc.mul(w, NaN)) as Scalar, false, [w]);
    expect(await optimizer.readGlobalNorm()).toBeNaN();
    expect((await w.data())[0]).toBeNaN();
    tfc.dispose(w);
    optimizer.dispose();
  });

  test('goes on to the bit after its state and the weights were put back', async () => {
    const args: AdamArgs = {learningRate: 0.1, clipNorm: 1, decay: {kind: 'inverseTime', rate: 0.01}};
    const straight = await run(args, 30);

    const w = tfc.variable(tfc.tensor1d(start));
    const before = adam(args);
    for (let i = 0; i < 13; i++) before.minimize(lossOf(w), false, [w]);
    const saved = await Promise.all(
      (await before.getWeights()).map(async ({name, tensor}) => ({
        name,
        dtype: tensor.dtype,
        shape: tensor.shape,
        values: (await tensor.data()).slice(),
      })),
    );
    expect(saved.map(({name}) => name)).toEqual(['iter', `${w.name}/m`, `${w.name}/v`]);
    before.dispose();

    const after = adam(args);
    const restored = saved.map(({name, dtype, shape, values}) => ({
      name,
      tensor: tfc.tensor(values, shape, dtype),
    }));
    await after.setWeights(restored);
    tfc.dispose(restored.map(({tensor}) => tensor));
    // Before the first update too, the state can be read.
    expect(await (await after.getWeights())[1].tensor.data()).toEqual(saved[1].values);
    for (let i = 0; i < 17; i++) after.minimize(lossOf(w), false, [w]);
    expect(Array.from(await w.data())).toEqual(straight);
    tfc.dispose(w);
    after.dispose();
  });

  test('moments belong to variables, not to the order of the gradients', async () => {
    const make = () => [tfc.variable(tfc.tensor1d([1])), tfc.variable(tfc.tensor1d([1]))];
    const step = (optimizer: ReturnType<typeof adam>, [a, b]: Variable[], swapped: boolean) => {
      const gradients = [
        {name: a.name, tensor: tfc.tensor1d([1])},
        {name: b.name, tensor: tfc.tensor1d([-3])},
      ];
      optimizer.applyGradients(swapped ? gradients.reverse() : gradients);
    };
    const [first, second] = [make(), make()];
    const [one, two] = [adam(), adam()];
    for (let i = 0; i < 3; i++) {
      step(one, first, false);
      step(two, second, i === 1);
    }
    expect(await Promise.all(second.map(async (v) => (await v.data())[0]))).toEqual(
      await Promise.all(first.map(async (v) => (await v.data())[0])),
    );
  });

  test('trains a model under fit, and is saved and loaded with it', async () => {
    const kernelInitializer = tfl.initializers.glorotNormal({seed: 1});
    const model = tfl.sequential({
      layers: [tfl.layers.dense({units: 1, inputShape: [2], kernelInitializer})],
    });
    model.compile({optimizer: adam({learningRate: 0.05, clipNorm: 1}), loss: 'meanSquaredError'});
    const x = tfc.tensor2d([1, 0, 0, 1, 1, 1, 2, 1], [4, 2]);
    const y = tfc.tensor2d([2, -1, 1, 3], [4, 1]);
    const {history} = await model.fit(x, y, {epochs: 40, verbose: 0});
    expect(history.loss[39]).toBeLessThan((history.loss[0] as number) / 4);

    let artifacts: tfc.io.ModelArtifacts | undefined;
    await model.save(
      tfc.io.withSaveHandler((saved) => {
        artifacts = saved;
        return Promise.resolve({modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}});
      }),
      {includeOptimizer: true},
    );
    const loaded = await tfl.loadLayersModel(tfc.io.fromMemory(artifacts!));
    expect((loaded.optimizer as ReturnType<typeof adam>).getConfig()).toEqual({
      learningRate: 0.05,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: null,
      clipNorm: 1,
      decay: null,
    });
    expect(loaded.optimizer.iterations).toBe(40);
    await model.trainOnBatch(x, y);
    await loaded.trainOnBatch(x, y);
    expect(await loaded.getWeights()[0].data()).toEqual(await model.getWeights()[0].data());
  });

  test('no tensor is left over after a step', () => {
    const w = tfc.variable(tfc.tensor1d(start));
    const optimizer = adam({clipNorm: 1});
    optimizer.minimize(lossOf(w), false, [w]);
    const {numTensors} = tfc.memory();
    for (let i = 0; i < 5; i++) optimizer.minimize(lossOf(w), false, [w]);
    expect(tfc.memory().numTensors).toBe(numTensors);
    optimizer.dispose();
    // two moments and the norm
    expect(tfc.memory().numTensors).toBe(numTensors - 3);
    tfc.dispose(w);
  });

  test('errors', async () => {
    expect(() => adam({learningRate: 0})).toThrow(
      'learningRate: expected a finite number greater than 0, got 0',
    );
    expect(() => adam({beta1: 1})).toThrow('beta1: expected a number in [0,1), got 1');
    expect(() => adam({clipNorm: -1})).toThrow('clipNorm: expected a finite number greater than 0, got -1');
    expect(() => adam({decay: {kind: 'exponential', rate: 2}})).toThrow(
      'decay.rate: expected a number in [0, 1)',
    );
    expect(() => adam().applyGradients([])).toThrow('gradients: expected at least one tensor, got none');
    await expect(adam().setWeights([])).rejects.toThrow(
      "expected 'iter' and two moments per variable, got 0",
    );
    const w = tfc.variable(tfc.tensor1d(start));
    const optimizer = adam();
    const moment = (name: string) => ({name, tensor: tfc.tensor1d(start)});
    await optimizer.setWeights([
      {name: 'iter', tensor: tfc.scalar(1, 'int32')},
      ...['a/m', 'b/m', 'a/v', 'b/v'].map(moment),
    ]);
    expect(() => optimizer.minimize(lossOf(w), false, [w])).toThrow(
      'moments of 2 variables were restored, the update has 1',
    );
  });
});

test('an option that does not exist is named', () => {
  expect(() => adam({learningrate: 1} as unknown as Parameters<typeof adam>[0])).toThrow(/learningrate/);
});
