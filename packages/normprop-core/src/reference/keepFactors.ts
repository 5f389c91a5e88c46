import {add, mul, reshape, scalar, sub} from '@tensorflow/tfjs-core';
import type {Tensor} from '@tensorflow/tfjs-core';
import type {SequenceInputs, SequenceSettings} from '../recurrence/sequenceImplementation.js';
import {stepsOf} from './stepsOf.js';

/** The share of the old value that each step keeps, one tensor per step ([B,H], [B,1] or scalar), or undefined for 0. */
export type KeepFactors = Tensor[] | undefined;

/**
 * Zoneout and the sequence mask in one number: with mask m and zoneout z a step keeps
 *
 *     Z = 1 − m (1 − z),   v_t = Z v_{t−1} + (1 − Z) ṽ_t
 *
 * so a masked step (m = 0) carries the state whole.
 */
export function keepFactors(
  inputs: SequenceInputs,
  {zoneoutCellRate, zoneoutHiddenRate}: SequenceSettings,
): {cell: KeepFactors; hidden: KeepFactors} {
  return {
    cell: combine(inputs, inputs.zoneoutCell, zoneoutCellRate),
    hidden: combine(inputs, inputs.zoneoutHidden, zoneoutHiddenRate),
  };
}

function combine({x, mask}: SequenceInputs, zoneout: Tensor | undefined, rate: number): KeepFactors {
  const [timeSteps, batch] = x.shape;
  if (mask === undefined) {
    if (zoneout !== undefined) return stepsOf(zoneout);
    return rate === 0 ? undefined : new Array<Tensor>(timeSteps).fill(scalar(rate));
  }
  const real = reshape(mask, [timeSteps, batch, 1]);
  return stepsOf(sub(1, mul(real, sub(1, zoneout ?? rate))));
}

/** Z v_{t−1} + (1 − Z) ṽ_t. */
export function keepSome(previous: Tensor, candidate: Tensor, keep: Tensor | undefined): Tensor {
  return keep === undefined ? candidate : add(mul(keep, previous), mul(sub(1, keep), candidate));
}
