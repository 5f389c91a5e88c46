import {concat, matMul, mul, reshape, slice, sum, transpose} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D} from '@tensorflow/tfjs-core';
import type {SequenceGradients, SequenceInputs} from './sequenceImplementation.js';

/** What the loop backwards leaves: the gradient of the gates before their activation, and those it has summed itself. */
export type LoopGradients = {
  /** [T·B,4H]. */
  da: Tensor;
  /** The gradients of the two products, x·kernel and h·recurrentKernel, [T·B,4H], where a normalisation follows them; else da. */
  dInput?: Tensor;
  dRecurrent?: Tensor;
  initialHidden: Tensor;
  initialCell: Tensor;
  cellScale?: Tensor;
  hiddenScale?: Tensor;
  gammaX?: Tensor;
  gammaH?: Tensor;
  gammaC?: Tensor;
  betaC?: Tensor;
};

const asTheyAre = [
  'initialHidden',
  'initialCell',
  'cellScale',
  'hiddenScale',
  'gammaX',
  'gammaH',
  'gammaC',
  'betaC',
] as const;

/**
 * The gradients of the inputs, the products over all steps at once:
 *
 *     dKernel = Σ_t x_tᵀ da_t;   dRecurrentKernel = Σ_t (h_{t−1} ⊙ r)ᵀ da_t;   dBias = Σ da;   dx = da·kernelᵀ
 *
 * With normalisation, in place of da what comes through it. Products with transposed matrices transpose first: on `wasm` a
 * matMul with a transposition flag is many times slower.
 *
 * @param hs The outputs [T,B,H].
 * @returns One function for each input; what nobody asks for is not computed.
 */
export function inputGradients(inputs: SequenceInputs, hs: Tensor, loop: LoopGradients): SequenceGradients {
  const {x, kernel, initialHidden, recurrentDropoutMask} = inputs;
  const [timeSteps, batch, features] = x.shape as [number, number, number];
  const units = inputs.recurrentKernel.shape[0];
  const rows = timeSteps * batch;
  const {da} = loop;
  const dInput = (loop.dInput ?? da) as Tensor2D;
  const dRecurrent = (loop.dRecurrent ?? da) as Tensor2D;
  const hiddenBefore = (): Tensor2D => {
    const first = reshape(initialHidden, [1, batch, units]);
    const steps = timeSteps === 1 ? first : concat([first, slice(hs, 0, timeSteps - 1)]);
    const dropped = recurrentDropoutMask ? mul(steps, recurrentDropoutMask) : steps;
    return reshape(dropped, [rows, units]);
  };
  const gradients: SequenceGradients = {
    x: () => reshape(matMul(dInput, transpose(kernel as Tensor2D)), x.shape),
    kernel: () => matMul(transpose(reshape(x, [rows, features]) as Tensor2D), dInput),
    recurrentKernel: () => matMul(transpose(hiddenBefore()), dRecurrent),
    bias: () => sum(da, 0),
    betaX: () => sum(da, 0),
    betaH: () => sum(da, 0),
  };
  for (const name of asTheyAre) {
    if (loop[name] !== undefined) gradients[name] = () => loop[name]!;
  }
  return gradients;
}
