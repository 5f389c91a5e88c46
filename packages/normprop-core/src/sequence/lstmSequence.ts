import {concat, gather, reverse, slice, tidy, transpose, zeros} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {realFloats} from '../kernels/realFloats.js';
import {isPrepared, sequenceWeights} from '../weights/prepareWeights.js';
import type {PreparedWeights, SequenceWeights} from '../weights/prepareWeights.js';
import {checkSequenceArguments} from './checkSequenceArguments.js';
import type {
  BatchStatistics,
  LSTMSequenceOptions,
  LSTMSequenceResult,
  LSTMWeights,
} from './lstmSequenceTypes.js';
import {sequenceImplementation} from './implementations.js';
import {runSequence} from './sequenceOp.js';
import type {SequenceInputs} from './sequenceImplementation.js';
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
 * @returns outputs [T,B,H] (with `batchMajor` [B,T,H]), hidden and cell [B,H] after the last step; differentiable in x, the weights, the initial
 *   state and the variances. Masks and population statistics have no gradient.
 * @throws If a shape does not fit, a weight is missing or an option does not belong to the model.
 *
 * Source: Laurent, Ballas & Vincent, eq. 2-4 and 15-17; Ba et al. 2016; Cooijmans et al. 2016; Salimans & Kingma 2016.
 *
 * @example
 * const {cellVariance, hiddenVariance} = normPropVariances({gammaX: 2, gammaH: 2, gammaC: 1, forgetBias: 1});
 * const {outputs} = lstmSequence(x, weights, {model: 'normProp', cellVariance, hiddenVariance});
 */
export function lstmSequence(
  x: Tensor3D,
  weights: LSTMWeights | PreparedWeights,
  options: LSTMSequenceOptions = {},
): LSTMSequenceResult {
  return tidy(() => {
    const implementation = sequenceImplementation(sizesOf(x, weights, options));
    const {takesLayersAsTheyAre} = implementation;
    const {columnGainX, columnGainH, ...prepared} = isPrepared(weights)
      ? (weights as SequenceWeights)
      : sequenceWeights(weights, options, takesLayersAsTheyAre);
    checkSequenceArguments(x, prepared, options, isPrepared(weights));
    const {initialState, populationStatistics, goBackwards = false, batchMajor = false} = options;
    const [timeSteps, batch] = batchMajor ? [x.shape[1], x.shape[0]] : x.shape;
    const units = prepared.recurrentKernel.shape[0];
    const inOrder = <T extends Tensor>(tensor: T | undefined, timeAxis = 0): T | undefined =>
      tensor !== undefined && goBackwards ? reverse(tensor, timeAxis) : tensor;
    const batchFirst = batchMajor && takesLayersAsTheyAre;
    const asImplemented = <T extends Tensor>(tensor: T | undefined): T | undefined => {
      const ordered = inOrder(tensor, batchMajor ? 1 : 0);
      return ordered !== undefined && batchMajor && !batchFirst ? swapFirstAxes(ordered) : ordered;
    };
    // Before anything else is done with a mask: tfjs's wasm reverses one of bools past the end of its memory.
    const asFloat = (tensor: Tensor | undefined) => tensor && realFloats(tensor);
    const {zoneoutCell = 0, zoneoutHidden = 0} = options;

    const inputs: SequenceInputs = {
      x: asImplemented(realFloats(x))!,
      kernel: prepared.kernel,
      recurrentKernel: prepared.recurrentKernel,
      columnGainX,
      columnGainH,
      bias: prepared.bias ?? zeros([4 * units]),
      initialHidden: initialState?.[0] ?? zeros([batch, units]),
      initialCell: initialState?.[1] ?? zeros([batch, units]),
      mask: asImplemented(asFloat(options.mask)),
      recurrentDropoutMask: asFloat(options.recurrentDropoutMask),
      candidateDropoutMask: inOrder(asFloat(options.candidateDropoutMask)),
      zoneoutCell: typeof zoneoutCell === 'number' ? undefined : inOrder(asFloat(zoneoutCell)),
      zoneoutHidden: typeof zoneoutHidden === 'number' ? undefined : inOrder(asFloat(zoneoutHidden)),
      ...(prepared.normalizer === 'none'
        ? {cellScale: prepared.cellScale, hiddenScale: prepared.hiddenScale}
        : gainsAndShifts(prepared)),
      ...(populationStatistics && rowsFor(populationStatistics, timeSteps)),
    };
    const [outputs, hidden, cell, ...rest] = runSequence(implementation, inputs, {
      normalizer: prepared.normalizer,
      epsilon: prepared.epsilon,
      perGate: prepared.perGate,
      zoneoutCellRate: typeof zoneoutCell === 'number' ? zoneoutCell : 0,
      zoneoutHiddenRate: typeof zoneoutHidden === 'number' ? zoneoutHidden : 0,
      batchStatisticsOver: options.batchStatisticsOver ?? 'validRows',
      batchMajor: batchFirst,
    });
    const result: LSTMSequenceResult = {
      outputs: (batchMajor && !batchFirst ? swapFirstAxes(outputs) : outputs) as Tensor3D,
      hidden: hidden as Tensor2D,
      cell: cell as Tensor2D,
    };
    if (prepared.normalizer !== 'batch' || populationStatistics) return {...result};
    const [meanX, varianceX, meanH, varianceH, meanC, varianceC] = rest as Tensor2D[];
    return {...result, statistics: {meanX, varianceX, meanH, varianceH, meanC, varianceC}};
  });
}

/** [T,B,…] as [B,T,…] and back. */
function swapFirstAxes<T extends Tensor>(tensor: T): T {
  return transpose(tensor, tensor.rank === 2 ? [1, 0] : [1, 0, 2]);
}

function gainsAndShifts({gammaX, betaX, gammaH, betaH, gammaC, betaC}: PreparedWeights) {
  return {gammaX, betaX, gammaH, betaH, gammaC, betaC};
}

/** One row per time step: the first T, the last one repeated where there are fewer. */
function rowsFor(statistics: BatchStatistics, timeSteps: number): BatchStatistics {
  const rows = statistics.meanX.shape[0];
  const fit = (tensor: Tensor2D): Tensor2D => {
    if (rows >= timeSteps) return slice(tensor, [0, 0], [timeSteps, -1]);
    const last = new Array<number>(timeSteps - rows).fill(rows - 1);
    return concat([tensor, gather(tensor, last)]);
  };
  return Object.fromEntries(
    Object.entries(statistics).map(([name, tensor]) => [name, fit(tensor as Tensor2D)]),
  ) as unknown as BatchStatistics;
}
