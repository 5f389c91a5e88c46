import {foldRecurrent} from 'normprop-runtime/weights';
import type {RecurrentTensors} from 'normprop-runtime/weights';
import type {Recurrence} from './chain.js';

/** A recurrence with its constants multiplied into the weights: what a step computes. */
export interface FoldedRecurrence {
  /** [D,4H], columns normalised and scaled where the model does so. */
  kernel: Float32Array;
  /** [H,4H]. */
  recurrentKernel: Float32Array;
  /** [4H], with the shifts of x·kernel and h·recurrentKernel in it. */
  bias: Float32Array;
  /** s_c [H]: γc/√Var[c], or 1. */
  cellScale: Float32Array;
  /** s_h [H]: 1/√Var[h], or 1. */
  hiddenScale: Float32Array;
}

/**
 * Folds the gains, norms and variances of Weight Norm and Norm Prop into the weights; those of Layer and Batch Norm stay as
 * they are, since they belong into the loop.
 *
 *     kernel = γx ⊙ W/‖W column‖,   s_c = γc/√Var[c],   s_h = 1/√Var[h]
 *
 * Source: Laurent, Ballas & Vincent, eq. 15-17; what normprop-runtime does when it loads a model.
 */
export function foldRecurrence({weights, ...recurrence}: Recurrence): FoldedRecurrence {
  const {type, units} = recurrence;
  const named = Object.entries(weights).map(([name, {values}]) => [name, values]);
  const tensors = Object.fromEntries(named) as unknown as RecurrentTensors;
  const inLoop = type === 'layerNorm' || type === 'batchNorm';
  const folded = foldRecurrent({...recurrence, name: type, type: inLoop ? 'lstm' : type, tensors});
  return {
    kernel: folded.kernel,
    recurrentKernel: folded.recurrent,
    bias: sumOf(4 * units, [folded.bias, tensors.beta_x, tensors.beta_h]),
    cellScale: folded.cellScale,
    hiddenScale: folded.hiddenScale,
  };
}

function sumOf(length: number, parts: Array<Float32Array | undefined>): Float32Array {
  const sum = new Float32Array(length);
  for (const part of parts) part?.forEach((value, i) => (sum[i] += value));
  return sum;
}
