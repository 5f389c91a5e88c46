import {concat, fill, gather, reverse, slice, transpose, zeros} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor1D, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {checkNames} from '../check/checkNames.js';
import type {
  SequenceImplementation,
  SequenceInputs,
  SequenceSettings,
} from '../recurrence/sequenceImplementation.js';
import {checkShape} from '../tensors/checkShape.js';
import {realFloats} from '../tensors/realFloats.js';
import {checkWeights} from '../weights/checkWeights.js';
import type {BatchStatistics, CellPenalty, LSTMWeights} from '../weights/lstmTypes.js';
import {isPrepared, preparedNames, sequenceWeights} from '../weights/prepareWeights.js';
import type {PreparedWeights, SequenceWeights} from '../weights/prepareWeights.js';
import {checkSequenceArguments} from './checkSequenceArguments.js';
import type {LSTMSequenceOptions} from './lstmSequenceTypes.js';
import {sequenceOptionNames} from './optionNames.js';

/** The arguments of `lstmSequence` as an implementation takes them. */
export interface SequenceCall {
  inputs: SequenceInputs;
  settings: Omit<SequenceSettings, 'keepForGradient'>;
  /** Brings a result [T,B,H] to the layout that the caller asked for. */
  asGiven: (tensor: Tensor) => Tensor3D;
}

/**
 * Prepares the weights, checks the rest and lays everything out for an implementation; to be called inside a tidy, after `checkGiven`.
 */
export function sequenceCall(
  x: Tensor3D,
  weights: LSTMWeights | PreparedWeights,
  options: LSTMSequenceOptions,
  {takesLayersAsTheyAre}: Pick<SequenceImplementation, 'takesLayersAsTheyAre'>,
): SequenceCall {
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
    if (tensor === undefined || takesLayersAsTheyAre) return tensor;
    const ordered = inOrder(tensor, batchMajor ? 1 : 0)!;
    return batchMajor ? swapFirstAxes(ordered) : ordered;
  };
  const asGiven = (tensor: Tensor) =>
    (batchMajor && !batchFirst ? swapFirstAxes(tensor) : tensor) as Tensor3D;
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
      ? {
          cellScale: prepared.cellScale,
          hiddenScale: prepared.hiddenScale,
          cellTarget: options.cellPenalty && cellTarget(options.cellPenalty, prepared, units),
        }
      : gainsAndShifts(prepared)),
    ...(populationStatistics && rowsFor(populationStatistics, timeSteps)),
  };
  const settings: SequenceCall['settings'] = {
    normalizer: prepared.normalizer,
    epsilon: prepared.epsilon,
    perGate: prepared.perGate,
    hardSigmoid: options.recurrentActivation === 'hardSigmoid',
    preserving: options.cell === 'preserving',
    penaltyWeight: options.cellPenalty?.weight ?? 0,
    zoneoutCellRate: typeof zoneoutCell === 'number' ? zoneoutCell : 0,
    zoneoutHiddenRate: typeof zoneoutHidden === 'number' ? zoneoutHidden : 0,
    batchStatisticsOver: options.batchStatisticsOver ?? 'validRows',
    batchMajor: batchFirst,
    goBackwards: goBackwards && takesLayersAsTheyAre,
    returnCells: options.returnCells ?? false,
  };
  return {inputs, settings, asGiven};
}

/** What must hold before the sizes are read from the arguments. */
export function checkGiven(
  x: Tensor3D,
  weights: LSTMWeights | PreparedWeights,
  options: LSTMSequenceOptions,
): void {
  checkNames('lstmSequence', options, sequenceOptionNames);
  checkShape('x', x, [null, null, null]);
  if (typeof weights !== 'object' || weights === null)
    throw new Error(`weights: expected an object with kernel and recurrentKernel, got ${String(weights)}`);
  if (!isPrepared(weights)) return checkWeights(weights, options);
  checkNames('prepared weights', weights, preparedNames);
}

/** [T,B,…] as [B,T,…] and back. */
function swapFirstAxes<T extends Tensor>(tensor: T): T {
  return transpose(tensor, tensor.rank === 2 ? [1, 0] : [1, 0, 2]);
}

/** The penalty's target as [H]. */
function cellTarget({target}: CellPenalty, {cellVariance}: PreparedWeights, units: number): Tensor1D {
  const given = target ?? cellVariance!;
  return typeof given === 'number' ? fill([units], given) : given;
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
