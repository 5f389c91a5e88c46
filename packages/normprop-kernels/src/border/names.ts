import type {
  CellPenalty,
  LSTMBackwardArgs,
  LSTMForwardArgs,
  LSTMStatistics,
  PackedLSTMWeightsArgs,
} from '../contract/lstmTypes.js';
import type {LSTMStepsArgs} from '../contract/stepsTypes.js';
import type {SgemmArgs} from '../contract/opTypes.js';
import type {Names} from './expect.js';

// The arguments by name; the compiler holds each list complete.

export const sgemmNames: Names<SgemmArgs> = {
  m: true,
  n: true,
  k: true,
  a: true,
  b: true,
  transposeA: true,
  transposeB: true,
  c: true,
  accumulate: true,
};

export const penaltyNames: Names<CellPenalty> = {weight: true, target: true};

export const statisticNames: Names<LSTMStatistics> = {
  meanX: true,
  varianceX: true,
  meanH: true,
  varianceH: true,
  meanC: true,
  varianceC: true,
};

export const weightNames: Names<PackedLSTMWeightsArgs> = {
  inputSize: true,
  units: true,
  kernel: true,
  recurrentKernel: true,
  columnGainX: true,
  columnGainH: true,
};

export const backwardNames: Names<LSTMBackwardArgs> = {
  outputs: true,
  hidden: true,
  cell: true,
  cellPenalty: true,
  wantX: true,
};

export const stepsNames: Names<LSTMStepsArgs> = {
  ...weightNames,
  timeSteps: true,
  batch: true,
  bias: true,
  h0: true,
  c0: true,
  recurrentActivation: true,
  cell: true,
  normalizer: true,
  cellScale: true,
  hiddenScale: true,
  gammaX: true,
  gammaH: true,
  gammaC: true,
  betaX: true,
  betaH: true,
  betaC: true,
  epsilon: true,
  perGate: true,
  populationStatistics: true,
  recurrentDropoutMask: true,
  candidateDropoutMask: true,
  zoneoutCell: true,
  zoneoutHidden: true,
};

export const forwardNames: Names<LSTMForwardArgs> = {
  ...stepsNames,
  x: true,
  packedWeights: true,
  cellPenalty: true,
  batchStatisticsOver: true,
  mask: true,
  goBackwards: true,
  batchMajor: true,
  returnCells: true,
  inference: true,
};
