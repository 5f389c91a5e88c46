import * as tfc from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import {applyConstraints, constraintCallback, unitNormColumns} from '../index.js';

const columnNorms = async (w: tfc.Tensor) => Array.from(await tfc.norm(w, 2, 0).data());

describe('unitNormColumns', () => {
  test('every column gets norm 1, a column of zeros stays', async () => {
    const w = unitNormColumns().apply(tfc.tensor2d([3, 0, 1e-6, 4, 0, 0], [2, 3]));
    const values = Array.from(await w.data());
    [0.6, 0, 1, 0.8, 0, 0].forEach((want, i) => expect(values[i]).toBeCloseTo(want, 6));
  });

  test('applied again it changes no bit', async () => {
    const constraint = unitNormColumns();
    const once = constraint.apply(tfc.randomNormal([200, 300], 0, 1, 'float32', 1));
    expect(await constraint.apply(once).data()).toEqual(await once.data());
  });

  test('takes whole numbers too, by whatever way they became floats', async () => {
    const values = Array.from({length: 2 * 600}, (_, i) => (i < 600 ? 3 : 4));
    const whole = tfc.tensor2d(values, [2, 600], 'int32');
    for (const w of [whole, tfc.cast(whole, 'float32')]) {
      const unit = await unitNormColumns().apply(w).data();
      unit.forEach((value, i) => expect(value).toBeCloseTo(i < 600 ? 0.6 : 0.8, 6));
    }
  });

  test('throws where its gradient is asked for, also beside another term', () => {
    const w = tfc.randomNormal([5, 3], 0, 1, 'float32', 1);
    const projected = (v: tfc.Tensor) => tfc.sum(tfc.square(unitNormColumns().apply(v)));
    for (const loss of [projected, (v: tfc.Tensor) => tfc.add(projected(v), tfc.sum(v))])
      expect(() => tfc.grad(loss)(w)).toThrow('Cannot compute gradient');
  });

  test('under a gradient of something else it gives what it gives elsewhere', async () => {
    const w = tfc.randomNormal([5, 3], 0, 1, 'float32', 1);
    let seen: tfc.Tensor;
    tfc.grad((x) => {
      seen = tfc.keep(unitNormColumns().apply(w));
      return tfc.sum(tfc.square(x));
    })(w);
    const expected = await unitNormColumns().apply(w).data();
    (await seen!.data()).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 6));
  });

  test('says what it expects', () => {
    expect(() => unitNormColumns().apply(tfc.ones([3]))).toThrow('w: expected a matrix, got shape [3]');
  });
});

describe('constraints under training', () => {
  const make = () => {
    const kernelConstraint = unitNormColumns();
    const dense = tfl.layers.dense({
      units: 3,
      inputShape: [4],
      kernelInitializer: tfl.initializers.glorotNormal({seed: 3}),
      kernelConstraint,
      biasConstraint: 'nonNeg',
    });
    const model = tfl.sequential({layers: [dense]});
    model.compile({optimizer: 'sgd', loss: 'meanSquaredError'});
    return model;
  };
  const x = () => tfc.randomNormal([16, 4], 0, 1, 'float32', 1);
  const y = () => tfc.randomNormal([16, 3], -5, 1, 'float32', 2);

  test('constraintCallback projects after each update of fit, which tfjs alone does not', async () => {
    const without = make();
    await without.fit(x(), y(), {epochs: 2, batchSize: 4, shuffle: false, verbose: 0});
    expect(Math.abs((await columnNorms(without.getWeights()[0]))[0] - 1)).toBeGreaterThan(1e-3);

    const model = make();
    const seen: number[] = [];
    const watch = new tfl.CustomCallback({
      onBatchEnd: async () => void seen.push(...(await columnNorms(model.getWeights()[0]))),
    });
    await model.fit(x(), y(), {
      epochs: 2,
      batchSize: 4,
      shuffle: false,
      verbose: 0,
      callbacks: [constraintCallback(), watch],
    });
    expect(seen).toHaveLength(2 * 4 * 3);
    seen.forEach((norm) => expect(norm).toBeCloseTo(1, 5));
    expect(Math.min(...(await model.getWeights()[1].data()))).toBeGreaterThanOrEqual(0);
  });

  test('applyConstraints does the same by hand, leaves nothing over, and spares what is not trained', async () => {
    const model = make();
    model.layers[0].trainable = false;
    const [kernel] = model.layers[0].weights;
    // Behind the back of LayerVariable.write, as an optimizer does it.
    (kernel.read() as tfc.Variable).assign(tfc.fill([4, 3], 2));
    applyConstraints(model);
    expect((await columnNorms(kernel.read()))[0]).toBeCloseTo(4, 5);
    model.layers[0].trainable = true;
    const {numTensors} = tfc.memory();
    applyConstraints(model);
    expect(tfc.memory().numTensors).toBe(numTensors);
    expect((await columnNorms(kernel.read()))[0]).toBeCloseTo(1, 5);
  });
});
