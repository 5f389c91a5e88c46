import type {LSTMGradients, LSTMStatistics, PreparedForwardArgs} from 'normprop-kernels';
import type {LSTMStepsArgs} from 'normprop-kernels/steps';
import type {
  SequenceInputName,
  SequenceInputs,
  SequenceSettings,
} from '../recurrence/sequenceImplementation.js';
import {tensorValues} from '../tensors/tensorValues.js';

export const statisticNames = ['meanX', 'varianceX', 'meanH', 'varianceH', 'meanC', 'varianceC'] as const;

/** What each gradient of the kernel is called among the op's inputs, where the two differ. */
const kernelNames: {[K in SequenceInputName]?: keyof LSTMGradients} = {
  initialHidden: 'h0',
  initialCell: 'c0',
};

/** What the kernels call the gradient of an input. */
export const gradientName = (name: SequenceInputName): keyof LSTMGradients =>
  kernelNames[name] ?? (name as keyof LSTMGradients);

/** The inputs that have a gradient. */
export const differentiable = [
  'x',
  'kernel',
  'recurrentKernel',
  'columnGainX',
  'columnGainH',
  'bias',
  'initialHidden',
  'initialCell',
  'cellScale',
  'hiddenScale',
  'gammaX',
  'betaX',
  'gammaH',
  'betaH',
  'gammaC',
  'betaC',
] as const;

/** T and B. */
export function stepsAndRows({x}: SequenceInputs, {batchMajor}: SequenceSettings): [number, number] {
  return batchMajor ? [x.shape[1]!, x.shape[0]] : [x.shape[0], x.shape[1]!];
}

/** The arguments of `lstmSteps`: those of a sequence that do not need all inputs at once. */
export function stepsArgs(inputs: SequenceInputs, settings: SequenceSettings): LSTMStepsArgs {
  const [timeSteps, batch] = stepsAndRows(inputs, settings);
  const values = (name: SequenceInputName) => {
    const given = inputs[name];
    return given === undefined ? undefined : tensorValues(given);
  };
  const {normalizer, epsilon} = settings;
  return {
    timeSteps,
    batch,
    inputSize: inputs.x.shape[2]!,
    units: inputs.recurrentKernel.shape[0],
    kernel: tensorValues(inputs.kernel),
    recurrentKernel: tensorValues(inputs.recurrentKernel),
    columnGainX: values('columnGainX'),
    columnGainH: values('columnGainH'),
    bias: values('bias'),
    normalizer,
    cellScale: values('cellScale'),
    hiddenScale: values('hiddenScale'),
    gammaX: values('gammaX'),
    betaX: values('betaX'),
    gammaH: values('gammaH'),
    betaH: values('betaH'),
    gammaC: values('gammaC'),
    betaC: values('betaC'),
    recurrentActivation: settings.hardSigmoid ? 'hardSigmoid' : 'sigmoid',
    cell: settings.preserving ? 'preserving' : 'standard',
    recurrentDropoutMask: values('recurrentDropoutMask'),
    candidateDropoutMask: values('candidateDropoutMask'),
    zoneoutCell: values('zoneoutCell') ?? settings.zoneoutCellRate,
    zoneoutHidden: values('zoneoutHidden') ?? settings.zoneoutHiddenRate,
    ...(normalizer !== 'none' && {epsilon}),
    ...(normalizer === 'layer' && {perGate: settings.perGate}),
    ...(inputs.meanX && {populationStatistics: populationStatistics(inputs)}),
  };
}

/** The arguments of `lstmForward` but x and the state. */
export function sequenceArgs(inputs: SequenceInputs, settings: SequenceSettings): PreparedForwardArgs {
  const {cellTarget, mask, meanX} = inputs;
  return {
    ...stepsArgs(inputs, settings),
    batchMajor: settings.batchMajor,
    goBackwards: settings.goBackwards,
    returnCells: settings.returnCells,
    cellPenalty: cellTarget && {weight: settings.penaltyWeight, target: tensorValues(cellTarget)},
    mask: mask && tensorValues(mask),
    ...(settings.normalizer === 'batch' &&
      meanX === undefined && {batchStatisticsOver: settings.batchStatisticsOver}),
  };
}

function populationStatistics(inputs: SequenceInputs): LSTMStatistics {
  return Object.fromEntries(
    statisticNames.map((name) => [name, tensorValues(inputs[name]!)]),
  ) as unknown as LSTMStatistics;
}
