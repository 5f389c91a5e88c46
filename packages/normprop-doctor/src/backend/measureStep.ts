import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {dispose, fill, randomNormal, sum, valueAndGrads} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {lstmSequence} from 'normprop-core';

/** The sizes of a step that is measured. */
export interface StepSize {
  timeSteps: number;
  batch: number;
  inputSize: number;
  units: number;
}

/** The one that the benchmarks begin with. */
export const usualStep: StepSize = {timeSteps: 25, batch: 32, inputSize: 50, units: 128};

/**
 * How long a training step of Norm Prop takes on the current backend: forward and all gradients of the weights, the best of a
 * few after one that is not counted.
 *
 * @param repeats How many are counted.
 * @returns Milliseconds.
 */
export async function measureStep(
  {timeSteps, batch, inputSize, units}: StepSize = usualStep,
  repeats = 3,
): Promise<number> {
  const x = randomNormal([timeSteps, batch, inputSize], 0, 1, 'float32', 1) as Tensor3D;
  const weights = [
    randomNormal([inputSize, 4 * units], 0, 1, 'float32', 2),
    randomNormal([units, 4 * units], 0, 1, 'float32', 3),
    fill([4 * units], 2),
    fill([4 * units], 2),
    fill([units], 1),
  ];
  const options = {model: 'normProp', cellVariance: 0.45, hiddenVariance: 0.15} as const;
  const step = valueAndGrads((...given: Tensor[]) => {
    const [kernel, recurrentKernel] = given.slice(0, 2) as Tensor2D[];
    const [gammaX, gammaH, gammaC] = given.slice(2) as Tensor1D[];
    return sum(lstmSequence(x, {kernel, recurrentKernel, gammaX, gammaH, gammaC}, options).outputs) as Scalar;
  });
  let best = Infinity;
  for (let i = 0; i <= repeats; i++) {
    const before = performance.now();
    const {value, grads} = step(weights);
    await Promise.all([value, ...grads].map((tensor) => tensor.data())); // a GPU is done only then
    if (i > 0) best = Math.min(best, performance.now() - before);
    dispose([value, ...grads]);
  }
  dispose([x, ...weights]);
  return best;
}
