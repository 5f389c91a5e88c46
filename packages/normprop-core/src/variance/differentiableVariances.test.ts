import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import * as tf from '@tensorflow/tfjs-core';

import {seededNormals} from '../random/seededNormals.js';
import {differentiableVariances} from './differentiableVariances.js';
import {normPropVariances} from './normPropVariances.js';
import {paperVarianceSlopes} from '../moments/paperVarianceSlopes.js';
import {paperVariances} from '../moments/paperVariances.js';
import type {UnitSettings} from '../moments/varianceArgs.js';

const unit: UnitSettings = {
  gammaX: [0.7, -1.2, 2, 0.4],
  gammaH: [1.1, 0.3, 1.5, 2],
  gammaC: 0.8,
  bias: [0.2, 1.3, -0.4, 0.5],
  inputVariance: 0.6,
};

describe('paperVarianceSlopes', () => {
  it('equals central differences of eq. 8 and 14 to 1e-8, for every gain and bias of every gate', () => {
    const {cell, hidden} = paperVarianceSlopes(unit);
    const difference = (moved: (by: number) => UnitSettings) => {
      const [above, below] = [1e-4, -1e-4].map((by) => paperVariances(moved(by)));
      return [above.cellVariance - below.cellVariance, above.hiddenVariance - below.hiddenVariance].map(
        (change) => change / 2e-4,
      );
    };
    const check = (got: number[], want: number[]) =>
      got.forEach((value, k) =>
        expect(Math.abs(value - want[k])).toBeLessThan(1e-8 * (1 + Math.abs(want[k]))),
      );
    for (const name of ['gammaX', 'gammaH', 'bias'] as const) {
      for (let gate = 0; gate < 4; gate++) {
        const want = difference((by) => ({
          ...unit,
          [name]: unit[name].map((value, k) => (k === gate ? value + by : value)),
        }));
        check([cell[name][gate], hidden[name][gate]], want);
      }
    }
    check(
      [cell.gammaC, hidden.gammaC],
      difference((by) => ({...unit, gammaC: unit.gammaC + by})),
    );
  });
});

describe('differentiableVariances', () => {
  const H = 3;
  const gains = (seed: number, size: number) =>
    tf.tensor1d(Float32Array.from(seededNormals(size, seed), (z) => 1 + 0.3 * z));
  const args = () => ({
    gammaX: gains(1, 4 * H),
    gammaH: gains(2, 4 * H),
    gammaC: gains(3, H),
    bias: gains(4, 4 * H),
  });
  const weights = [1, -2, 3];
  const loss = ({cellVariance, hiddenVariance}: {cellVariance: tf.Tensor; hiddenVariance: tf.Tensor}) =>
    tf.add(tf.sum(tf.mul(cellVariance, weights)), tf.sum(tf.square(hiddenVariance))) as tf.Scalar;

  it('has the values of normPropVariances', async () => {
    const tensors = args();
    const got = differentiableVariances({...tensors, inputVariance: 0.5});
    const {gammaX, gammaH, gammaC, bias} = tensors;
    const want = normPropVariances({
      varianceMethod: 'paper',
      gammaX: await gammaX.data(),
      gammaH: await gammaH.data(),
      gammaC: await gammaC.data(),
      bias: await bias.data(),
      inputVariance: 0.5,
    });
    expect(Array.from(await got.cellVariance.data())).toEqual(
      Array.from(Float32Array.from(want.cellVariance)),
    );
    expect(Array.from(await got.hiddenVariance.data())).toEqual(
      Array.from(Float32Array.from(want.hiddenVariance)),
    );
  });

  it.each([H, 1])('has the slopes of numerical differences, gammaC [%d]', async (size) => {
    const tensors = {...args(), gammaC: gains(3, size)};
    const names = ['gammaX', 'gammaH', 'gammaC', 'bias'] as const;
    const slopes = tf.grads((gammaX, gammaH, gammaC, bias) =>
      loss(
        differentiableVariances({
          gammaX: gammaX as tf.Tensor1D,
          gammaH: gammaH as tf.Tensor1D,
          gammaC: gammaC as tf.Tensor1D,
          bias: bias as tf.Tensor1D,
        }),
      ),
    )(names.map((name) => tensors[name]));
    const host = Object.fromEntries(
      await Promise.all(names.map(async (name) => [name, Array.from(await tensors[name].data())] as const)),
    );
    // The same loss in float64, so that the difference has digits to spare.
    const value = (name: string, k: number, by: number) => {
      const moved = {...host, [name]: host[name].map((v, index) => (index === k ? v + by : v))};
      const {cellVariance, hiddenVariance} = normPropVariances({
        varianceMethod: 'paper',
        gammaX: moved.gammaX,
        gammaH: moved.gammaH,
        gammaC: size === 1 ? moved.gammaC[0] : moved.gammaC,
        bias: moved.bias,
      }) as {cellVariance: Float64Array; hiddenVariance: Float64Array};
      return (
        cellVariance.reduce((sum, v, u) => sum + weights[u] * v, 0) +
        hiddenVariance.reduce((s, v) => s + v * v, 0)
      );
    };
    for (const [n, name] of names.entries()) {
      const got = await slopes[n].data();
      expect(got).toHaveLength(host[name].length);
      got.forEach((slope, k) => {
        const want = (value(name, k, 1e-4) - value(name, k, -1e-4)) / 2e-4;
        expect(Math.abs(slope - want)).toBeLessThan(1e-6 * (1 + Math.abs(want)));
      });
    }
  });

  it('leaves no tensor over, and says which method has a derivative', () => {
    const tensors = args();
    const {numTensors} = tf.memory();
    tf.grad((gammaC) => loss(differentiableVariances({...tensors, gammaC: gammaC as tf.Tensor1D})))(
      tensors.gammaC,
    ).dispose();
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(() => differentiableVariances({...tensors, varianceMethod: 'meanField'})).toThrow(
      "varianceMethod: expected 'paper', the one with a derivative, got 'meanField'",
    );
  });
});
