import * as tfc from '@tensorflow/tfjs-core';
import type {Rank, Scalar, Tensor, Variable} from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {adam, applyConstraints, lstm, normPropLSTM, unitNormColumns} from '../index.js';
import type {AdamArgs, NormPropLSTMArgs} from '../index.js';

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
    if (decay?.kind === 'linear')
      rate *= 1 - ((1 - decay.to) * Math.min(t - 1, decay.updates)) / decay.updates;
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
    ['linear', {learningRate: 0.2, decay: {kind: 'linear', to: 0.1, updates: 15}}],
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
    const decay = {kind: 'linear' as const, to: 0.5, updates: 80};
    model.compile({optimizer: adam({learningRate: 0.05, clipNorm: 1, decay}), loss: 'meanSquaredError'});
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
      decay,
      unitNormFanIn: null,
      gainRate: 1,
      biasRate: 1,
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

  describe('weights of our layers', () => {
    const columns = {kernelConstraint: unitNormColumns(), recurrentConstraint: unitNormColumns()};
    const built = (args: Partial<NormPropLSTMArgs> = {}) => {
      const layer = normPropLSTM({units: 3, seed: 1, preset: 'paper', ...columns, ...args});
      layer.build([null, null, 2]);
      return layer;
    };
    /** What one update moves: the first one moves every entry by its rate. */
    const moved = async (args: AdamArgs, key: string, layerArgs = {}) => {
      const layer = built({kernelConstraint: null, recurrentConstraint: null, ...layerArgs});
      const weight = layer.cell.variable(key).read() as Variable;
      const before = (await weight.data()).slice();
      adam({learningRate: 1e-2, ...args}).applyGradients([{name: weight.name, tensor: tfc.onesLike(weight)}]);
      return before[0] - (await weight.data())[0];
    };

    test('gains and biases learn at their own rates', async () => {
      const args = {gainRate: 3, biasRate: 0.5};
      for (const [key, want] of [
        ['gammaX', 3e-2],
        ['gammaC', 3e-2],
        ['bias', 5e-3],
        ['kernel', 1e-2],
        ['recurrentKernel', 1e-2],
      ] as const) {
        expect(Math.abs((await moved(args, key)) - want)).toBeLessThan(1e-6);
        expect(Math.abs((await moved({}, key)) - 1e-2)).toBeLessThan(1e-6);
      }
    });

    test('unitNormFanIn: a column turns by one angle, whatever its length; other matrices keep η', async () => {
      for (const rows of [2, 50]) {
        const layer = normPropLSTM({units: 40, seed: 1, ...columns});
        layer.build([null, null, rows]);
        const {kernel, recurrentKernel} = layer.cell;
        for (const [weight, n] of [[kernel, rows] as const, [recurrentKernel, 40] as const]) {
          const variable = weight.read() as Variable;
          // Columns at right angles to the step, so that it turns them by its length.
          variable.assign(tfc.mul(tfc.ones(variable.shape), 1 / Math.sqrt(n)) as Tensor<Rank>);
          const before = variable.clone();
          const signs = tfc.tensor1d(Array.from({length: n}, (_, i) => (i % 2 ? 1 : -1)));
          const gradient = tfc.mul(tfc.onesLike(variable), tfc.expandDims(signs, 1));
          const optimizer = adam({learningRate: 1e-3, unitNormFanIn: 16});
          optimizer.applyGradients([{name: variable.name, tensor: gradient}]);
          const cosine = (await tfc.sum(tfc.mul(before, variable), 0).data())[0];
          // tan of the angle is 1e-3 · √(16/n) · √n
          expect(Math.abs(Math.acos(cosine) - 4e-3)).toBeLessThan(2e-4);
        }
      }
      expect(Math.abs((await moved({unitNormFanIn: 16}, 'kernel')) - 1e-2)).toBeLessThan(1e-6);
    });

    test('constraints hold after every update, without a callback', async () => {
      const layer = built({biasConstraint: 'nonNeg', inputShape: [4, 2]});
      const model = tfl.sequential({layers: [layer]});
      model.compile({optimizer: adam({learningRate: 0.1}), loss: 'meanSquaredError'});
      const x = tfc.randomNormal([8, 4, 2], 0, 1, 'float32', 1);
      const y = tfc.randomNormal([8, 3], 0, 1, 'float32', 2);
      const before = (await layer.cell.kernel.read().data()).slice();
      for (let i = 0; i < 3; i++) {
        await model.trainOnBatch(x, y);
        for (const matrix of [layer.cell.kernel, layer.cell.recurrentKernel]) {
          const norms = await tfc.norm(matrix.read(), 2, 0).data();
          norms.forEach((norm) => expect(Math.abs(norm - 1)).toBeLessThan(1e-5));
        }
        expect((await tfc.min(layer.cell.bias!.read()).data())[0]).toBeGreaterThanOrEqual(0);
      }
      expect(await layer.cell.kernel.read().data()).not.toEqual(before);
      // A second projection, by the callback, changes no bit.
      const after = (await layer.cell.kernel.read().data()).slice();
      applyConstraints(model);
      expect(await layer.cell.kernel.read().data()).toEqual(after);
    });
  });

  test('a projection of columns on a weight that is no matrix is an error, here as where it stands', () => {
    const layer = lstm({units: 2, biasConstraint: unitNormColumns(), seed: 1});
    layer.build([null, null, 2]);
    const bias = layer.cell.bias!.read() as Variable;
    const update = () => adam().applyGradients([{name: bias.name, tensor: tfc.onesLike(bias)}]);
    expect(update).toThrow('w: expected a matrix, got shape [8]');
  });

  describe('setWeights refuses moments that fit no variable, and nothing moves', () => {
    const saved = (name: string, first: number[], second = first) => [
      {name: 'iter', tensor: tfc.scalar(7, 'int32')},
      {name: `${name}/m`, tensor: tfc.zeros(first)},
      {name: `${name}/v`, tensor: tfc.zeros(second)},
    ];

    test('at once: of a variable that this optimizer updates, of one that is alive, of another shape among themselves', async () => {
      const w = tfc.variable(tfc.tensor1d(start));
      const optimizer = adam({learningRate: 0.1});
      const message = `setWeights: the moments of '${w.name}': expected shape [3], got [17]`;
      await expect(optimizer.setWeights(saved(w.name, [17]))).rejects.toThrow(message);
      optimizer.minimize(lossOf(w), false, [w]);
      const {numTensors} = tfc.memory();
      await expect(optimizer.setWeights(saved(w.name, [17]))).rejects.toThrow(message);
      await expect(optimizer.setWeights(saved(w.name, [3], [17]))).rejects.toThrow(
        `setWeights: the second moment of '${w.name}': expected shape [3], got [17]`,
      );
      expect(optimizer.iterations).toBe(1);
      // scalars and moments of the two lists above
      expect(tfc.memory().numTensors).toBe(numTensors + 6);
      const values = await run({learningRate: 0.1}, 2);
      optimizer.minimize(lossOf(w), false, [w]);
      expect(Array.from(await w.data())).toEqual(values);
      tfc.dispose(w);
    });

    test('at the next update, before any weight moves, where names say nothing', async () => {
      const w = tfc.variable(tfc.tensor1d(start));
      const optimizer = adam();
      await optimizer.setWeights(saved('of another process', [2, 2]));
      expect(() => optimizer.minimize(lossOf(w), false, [w])).toThrow(
        `setWeights: the moments of '${w.name}': expected shape [3], got [2,2]`,
      );
      expect(Array.from(await w.data())).toEqual(start);
      tfc.dispose(w);
    });

    test('but not where another model has taken the name', async () => {
      const [other, w] = [tfc.variable(tfc.zeros([5, 5])), tfc.variable(tfc.tensor1d(start))];
      const optimizer = adam({learningRate: 0.1});
      await optimizer.setWeights(saved(other.name, [3]));
      optimizer.minimize(lossOf(w), false, [w]);
      expect(optimizer.iterations).toBe(8);
      tfc.dispose([other, w]);
    });
  });

  test('errors', async () => {
    expect(() => adam({unitNormFanIn: 0})).toThrow(
      'unitNormFanIn: expected a finite number greater than 0, got 0',
    );
    expect(() => adam({gainRate: -1})).toThrow('gainRate: expected a finite number greater than 0, got -1');
    expect(() => adam({biasRate: NaN})).toThrow('biasRate: expected a finite number greater than 0, got NaN');
    expect(() => adam({learningRate: 0})).toThrow(
      'learningRate: expected a finite number greater than 0, got 0',
    );
    expect(() => adam({beta1: 1})).toThrow('beta1: expected a number in [0,1), got 1');
    expect(() => adam({clipNorm: -1})).toThrow('clipNorm: expected a finite number greater than 0, got -1');
    expect(() => adam({decay: {kind: 'exponential', rate: 2}})).toThrow(
      'decay.rate: expected a number in [0, 1)',
    );
    expect(() => adam({decay: {kind: 'linear', to: 0.01, updates: 0}})).toThrow(
      'decay.updates: expected a positive integer, got 0',
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

test('a rate by itself, as tf.train.adam takes it, is refused', () => {
  expect(() => adam(0.05 as never)).toThrow('adam: expected an object, as in {learningRate: 0.05}, got 0.05');
});

test('an option that does not exist is named', () => {
  expect(() => adam({learningrate: 1} as unknown as Parameters<typeof adam>[0])).toThrow(/learningrate/);
});
