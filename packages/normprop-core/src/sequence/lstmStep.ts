import {expandDims, tidy} from '@tensorflow/tfjs-core';
import type {Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {checkNames, type Names} from '../check/checkNames.js';
import {checkShape} from '../tensors/checkShape.js';
import type {PreparedWeights} from '../weights/prepareWeights.js';
import {lstmSequence} from './lstmSequence.js';
import type {BatchStatistics, LSTMModelOptions, LSTMWeights} from '../weights/lstmTypes.js';
import type {LSTMSequenceOptions} from './lstmSequenceTypes.js';
import {stepsOptionNames} from './optionNames.js';

/** The options of `lstmSequence` for one step: masks without their leading T. */
export interface LSTMStepOptions extends LSTMModelOptions {
  /** [B], 1 = a real step, 0 = carry h and c. */
  mask?: Tensor1D;
  /** [B,H] on h, divided by the keep probability. */
  recurrentDropoutMask?: Tensor2D;
  /** [B,H] on the candidate g, divided by the keep probability. */
  candidateDropoutMask?: Tensor2D;
  /** [B,H] of 0 and 1 (1 keeps the old c), or at inference the rate. */
  zoneoutCell?: number | Tensor2D;
  /** As for `lstmSequence`. */
  recurrentActivation?: LSTMSequenceOptions['recurrentActivation'];
  /** As for `lstmSequence`. */
  cell?: LSTMSequenceOptions['cell'];
  /** As `zoneoutCell`, for h. */
  zoneoutHidden?: number | Tensor2D;
  /** `batchNorm` at inference; the first row is used. */
  populationStatistics?: BatchStatistics;
  batchStatisticsOver?: LSTMSequenceOptions['batchStatisticsOver'];
}

/** What `lstmStep` returns. */
export type LSTMStepResult = {
  hidden: Tensor2D;
  cell: Tensor2D;
  /** `batchNorm` without `populationStatistics`: the statistics of this step, one row. */
  statistics?: BatchStatistics;
};

/**
 * One step of the recurrence of `lstmSequence`, for models that loop themselves.
 *
 * Call `prepareWeights` once before the loop and pass its result, so that the columns are normalised once.
 *
 * @param x Inputs of the step [B,D].
 * @param state h and c before the step, [B,H] each.
 * @param weights As for `lstmSequence`.
 * @returns h and c after the step; differentiable as `lstmSequence` is.
 * @throws As `lstmSequence`.
 *
 * @example
 * const prepared = prepareWeights(weights, {model: 'weightNorm'});
 * let state: [Tensor2D, Tensor2D] = [h0, c0];
 * for (const x of steps) {
 *   const {hidden, cell} = lstmStep(x, state, prepared);
 *   state = [hidden, cell];
 * }
 */
export function lstmStep(
  x: Tensor2D,
  state: [hidden: Tensor2D, cell: Tensor2D],
  weights: LSTMWeights | PreparedWeights,
  options: LSTMStepOptions = {},
): LSTMStepResult {
  if ((options as LSTMSequenceOptions).cellPenalty !== undefined)
    throw new Error('cellPenalty: a step has none; it is the mean over a sequence, see lstmSequence');
  checkNames('lstmStep', options, stepOptionNames);
  checkShape('x', x, [null, null]);
  return tidy(() => {
    const {mask, candidateDropoutMask, zoneoutCell, zoneoutHidden, ...rest} = options;
    const {hidden, cell, statistics} = lstmSequence(expandDims(x, 0) as Tensor3D, weights, {
      ...rest,
      initialState: state,
      mask: mask && (expandDims(mask, 0) as Tensor2D),
      candidateDropoutMask: candidateDropoutMask && (expandDims(candidateDropoutMask, 0) as Tensor3D),
      zoneoutCell: withTime(zoneoutCell),
      zoneoutHidden: withTime(zoneoutHidden),
    });
    return {hidden, cell, ...(statistics && {statistics})};
  });
}

const stepOptionNames: Names<LSTMStepOptions> = {...stepsOptionNames, mask: true, batchStatisticsOver: true};

function withTime(zoneout: number | Tensor2D | undefined): number | Tensor3D | undefined {
  return typeof zoneout === 'object' ? (expandDims(zoneout, 0) as Tensor3D) : zoneout;
}
