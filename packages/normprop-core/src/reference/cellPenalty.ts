import {add, concat, div, log, maximum, mean, mul, reshape, slice, square, sum} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import type {SequenceInputs, SequenceSettings} from '../recurrence/sequenceImplementation.js';
import {preservingShare} from './gates.js';

/** Added to q, so that ln q and its slope are finite at c = 0. */
const floor = 1e-4;

/** q + 1e-4, q = mean_j(c̃_j²/target_j), [T,B,1] of c̃ [T,B,H]. */
export function raisedDistance(candidateCells: Tensor, {cellTarget}: SequenceInputs): Tensor {
  return add(mean(div(square(candidateCells), cellTarget!), 2, true), floor);
}

/**
 * The penalty of the cell, weight · mean over valid (t,b) of ln(q + 1e-4)².
 *
 * @param raised Of `raisedDistance`.
 * @returns A scalar.
 */
export function cellPenalty(
  raised: Tensor,
  inputs: SequenceInputs,
  {penaltyWeight}: SequenceSettings,
): Tensor {
  return mul(sum(mul(square(log(raised)), shares(inputs))), penaltyWeight);
}

/**
 * The factor k [T,B,1] of its gradient, dc̃_j = k c̃_j/target_j: 4 · weight/(N H) · ln(q + 1e-4)/(q + 1e-4) in a valid row, times `d`.
 *
 * @param d The gradient of the penalty, a scalar.
 */
export function cellPenaltySlope(
  d: Tensor,
  raised: Tensor,
  inputs: SequenceInputs,
  {penaltyWeight}: SequenceSettings,
): Tensor {
  const units = inputs.cellTarget!.shape[0];
  return mul(mul(div(log(raised), raised), shares(inputs)), mul(d, (4 * penaltyWeight) / units));
}

/** What a row weighs in the mean over the valid ones: 1/N, or 0. */
function shares({x, mask}: SequenceInputs): Tensor | number {
  const [timeSteps, batch] = x.shape;
  if (mask === undefined) return 1 / (timeSteps * batch!);
  return reshape(div(mask, maximum(sum(mask), 1)), [timeSteps, batch!, 1]);
}

/** Gates and cells of all steps, [T,B,H] each. */
export interface StepStates {
  inputGate: Tensor;
  forgetGate: Tensor;
  candidate: Tensor;
  /** c_t, after zoneout and mask. */
  cells: Tensor;
}

/** c_{t−1} for all steps, [T,B,H]. */
export function cellsBefore(cells: Tensor, initialCell: Tensor): Tensor {
  const [timeSteps, batch, units] = cells.shape as [number, number, number];
  const first = reshape(initialCell, [1, batch, units]);
  return timeSteps === 1 ? first : concat([first, slice(cells, 0, timeSteps - 1)]);
}

/** c̃ of all steps from gates and cells, where only those are kept. */
export function candidateCellsOf(
  {inputGate, forgetGate, candidate, cells}: StepStates,
  {initialCell, candidateDropoutMask}: SequenceInputs,
  {preserving}: SequenceSettings,
): Tensor {
  let written = mul(inputGate, candidate);
  if (candidateDropoutMask) written = mul(written, candidateDropoutMask);
  if (preserving) written = mul(written, preservingShare(forgetGate));
  return add(written, mul(forgetGate, cellsBefore(cells, initialCell)));
}
