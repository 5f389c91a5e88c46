import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {fill, grads, memory, mul, randomNormal, slice, sum, tidy} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {lstmSequence, normPropVariances} from '../index.js';
import {gradientDecay} from './gradientDecay.js';
import {
  batch,
  models,
  optionsOf,
  random,
  state,
  timeSteps,
  units,
  weightsOf,
  x,
} from '../../test/smallCase.js';

describe('gradientDecay', () => {
  it.each(models)('%s: is the gradient of the whole rest of the sequence for each state', async (model) => {
    const [weights, options, initialState] = [weightsOf(model), optionsOf(model), state()];
    const direction = random([batch, units], 9, 1) as Tensor2D;
    const inputs = x();
    const got = gradientDecay({x: inputs, weights, options, direction, initialState});
    expect(got.hidden).toHaveLength(timeSteps);
    let [h, c] = initialState;
    for (let t = 0; t < timeSteps; t++) {
      const part = (from: number, size: number) => slice(inputs, [from, 0, 0], [size, -1, -1]) as Tensor3D;
      const run = (from: number, size: number, hidden: Tensor, cell: Tensor) =>
        lstmSequence(part(from, size), weights, {
          ...options,
          initialState: [hidden as Tensor2D, cell as Tensor2D],
        });
      const slopes = grads((hidden: Tensor, cell: Tensor) =>
        sum(mul(run(t, timeSteps - t, hidden, cell).hidden, direction)),
      )([h, c]);
      const [hidden, cell] = await Promise.all(
        slopes.map(async (slope) => Math.sqrt((await sum(mul(slope, slope)).data())[0] / batch)),
      );
      expect(got.hidden[timeSteps - 1 - t] / hidden).toBeCloseTo(1, 4);
      expect(got.cell[timeSteps - 1 - t] / cell).toBeCloseTo(1, 4);
      ({hidden: h, cell: c} = run(t, 1, h, c));
    }
  });

  it('leaves no tensor over, whatever is given', () => {
    const given = {x: x(), weights: weightsOf('normProp'), options: optionsOf('normProp')};
    const direction = random([batch, units], 9, 1) as Tensor2D;
    const {numTensors} = memory();
    gradientDecay(given);
    gradientDecay({...given, direction, warmUp: 2});
    tidy(() => void gradientDecay({...given, direction}));
    expect(memory().numTensors).toBe(numTensors);
    expect(direction.isDisposed).toBe(false);
  });

  // The claim of section 4 over many steps, and figures far outside float32.
  it('γx > γh lets the gradient vanish, γh > γx grow, over 300 steps', () => {
    const [T, B, H] = [300, 1, 24];
    const inputs = randomNormal([T, B, H], 0, 1, 'float32', 1) as Tensor3D;
    const decay = (gammaX: number, gammaH: number) => {
      const weights = {
        kernel: random([H, 4 * H], 2) as Tensor2D,
        recurrentKernel: random([H, 4 * H], 3) as Tensor2D,
        gammaX: fill([4 * H], gammaX) as Tensor1D,
        gammaH: fill([4 * H], gammaH) as Tensor1D,
        gammaC: fill([H], 1) as Tensor1D,
      };
      const {hidden} = gradientDecay({
        x: inputs,
        weights,
        options: {
          model: 'normProp',
          ...normPropVariances({gammaX, gammaH, gammaC: 1, varianceMethod: 'paper'}),
        },
      });
      return hidden[T - 1] / hidden[0];
    };
    const vanished = decay(2, 0.5);
    expect(vanished).toBeGreaterThan(0);
    expect(vanished).toBeLessThan(1e-46); // below the smallest float32
    expect(decay(0.5, 2)).toBeGreaterThan(1e20);
  });

  it('names a warm-up that leaves nothing', () => {
    const given = {x: x(), weights: weightsOf('lstm')};
    expect(() => gradientDecay({...given, warmUp: 4})).toThrow(
      'warmUp: expected an integer from 0 to 3, got 4',
    );
  });
});
