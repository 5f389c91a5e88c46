import {clone, tidy} from '@tensorflow/tfjs-core';
import type {Scalar, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {resultNames} from '../recurrence/sequenceImplementation.js';
import type {PreparedCall} from '../recurrence/sequenceImplementation.js';
import {findPrepared, isPreparable, keepPrepared, mayPrepare} from './preparedCalls.js';
import {withoutGradient} from '../tensors/withoutGradient.js';
import type {BatchStatistics, LSTMWeights} from '../weights/lstmTypes.js';
import type {PreparedWeights} from '../weights/prepareWeights.js';
import {sequenceImplementation} from './implementations.js';
import type {LSTMSequenceOptions, LSTMSequenceResult} from './lstmSequenceTypes.js';
import {checkGiven, sequenceCall} from './sequenceCall.js';
import {runSequence} from './sequenceOp.js';
import {sizesOf} from './sizesOf.js';

/**
 * Runs one of the five LSTMs over a sequence, as one differentiable op with its own backward through time.
 *
 *     a_t = Nx(x_t·kernel) + Nh(h_{t−1}·recurrentKernel) + bias
 *     i,f,o = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o);   g = tanh(a_c)
 *     c_t = i ⊙ g + f ⊙ c_{t−1}
 *     h_t = hiddenScale ⊙ o ⊙ tanh(Nc(c_t))
 *
 * Which weights, Nx, Nh, Nc and hiddenScale a model has is listed at `prepareWeights`; Layer Norm runs over all 4H
 * (or per gate) and over H for the cell, Batch Norm over the rows of the batch at each time step. Weights are
 * normalised once per call, x·kernel is one product for all steps.
 *
 * @param x Inputs, time-major [T,B,D], or with `batchMajor` [B,T,D].
 * @param weights The model's weights, or what `prepareWeights` made of them (then `options` names no model).
 * @param options Model and constants, initial state, masks, dropouts; see `LSTMSequenceOptions`.
 * With `cell: 'preserving'` i ⊙ g enters the cell times √(1 − f²), see `CellKind`; with `cellPenalty` the result has a term for the loss that
 * keeps the cell at its variance, see `CellPenalty`.
 *
 * @returns outputs [T,B,H] (with `batchMajor` [B,T,H]), hidden and cell [B,H] after the last step; differentiable in x, the weights, the initial
 *   state and the variances. Masks and population statistics have no gradient.
 * @throws If a shape does not fit, a weight is missing or an option does not belong to the model.
 *
 * Source: Laurent, Ballas & Vincent, eq. 2-4 and 15-17; Ba et al. 2016; Cooijmans et al. 2016; Salimans & Kingma 2016.
 *
 * @example
 * const {cellVariance, hiddenVariance} = normPropVariances({gammaX: 1, gammaH: 1, gammaC: 1, forgetBias: 1});
 * const {outputs} = lstmSequence(x, weights, {model: 'normProp', cellVariance, hiddenVariance});
 */
export function lstmSequence(
  x: Tensor3D,
  weights: LSTMWeights | PreparedWeights,
  options: LSTMSequenceOptions = {},
): LSTMSequenceResult {
  const implementationOf = () => sequenceImplementation(sizesOf(x, weights, options));
  const again = findPrepared(x, weights, options, implementationOf);
  if (again !== undefined) return resultOf(again, x, options.initialState);
  checkGiven(x, weights, options);
  return tidy(() => {
    const implementation = implementationOf();
    const {inputs, settings, asGiven} = sequenceCall(x, weights, options, implementation);
    if (implementation.prepare && mayPrepare() && isPreparable(x, settings.normalizer, options)) {
      const call = implementation.prepare(inputs, {...settings, keepForGradient: false});
      if (call !== undefined) {
        keepPrepared(x, weights, options, implementation, call);
        return resultOf(call, x, options.initialState);
      }
    }
    const tensors = runSequence(implementation, inputs, settings);
    const named = Object.fromEntries(resultNames(inputs, settings).map((name, i) => [name, tensors[i]]));
    const {outputs, hidden, cell, cells, cellPenalty, ...statistics} = named;
    return {
      outputs: asGiven(outputs),
      hidden: hidden as Tensor2D,
      cell: cell as Tensor2D,
      ...(cells && {cells: withoutItsGradient(asGiven(cells))}),
      ...(cellPenalty && {cellPenalty: cellPenalty as Scalar}),
      ...(statistics.meanX && {statistics: statistics as BatchStatistics}),
    };
  });
}

/** Its gradient would be left out in silence. */
const withoutItsGradient = (cells: Tensor3D): Tensor3D =>
  withoutGradient('cells: the recurrence has no gradient from it', [cells], () => clone(cells));

/** What a prepared call gives, by name. */
function resultOf(
  call: PreparedCall,
  x: Tensor3D,
  initialState: LSTMSequenceOptions['initialState'],
): LSTMSequenceResult {
  const [outputs, hidden, cell] = call.run(x, initialState?.[0], initialState?.[1]);
  return {outputs: outputs as Tensor3D, hidden: hidden as Tensor2D, cell: cell as Tensor2D};
}
