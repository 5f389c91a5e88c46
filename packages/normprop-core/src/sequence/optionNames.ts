import type {Names} from '../check/checkNames.js';
import {modelOptionNames} from '../weights/optionNames.js';
import type {BatchStatistics, CellPenalty} from '../weights/lstmTypes.js';
import type {LSTMSequenceOptions, SequenceStepsOptions} from './lstmSequenceTypes.js';

// The options by name; the compiler holds each list complete.

export const stepsOptionNames: Names<SequenceStepsOptions> = {
  ...modelOptionNames,
  recurrentDropoutMask: true,
  candidateDropoutMask: true,
  zoneoutCell: true,
  zoneoutHidden: true,
  recurrentActivation: true,
  cell: true,
  populationStatistics: true,
};

export const sequenceOptionNames: Names<LSTMSequenceOptions> = {
  ...stepsOptionNames,
  initialState: true,
  mask: true,
  cellPenalty: true,
  goBackwards: true,
  batchMajor: true,
  returnCells: true,
  batchStatisticsOver: true,
};

export const penaltyNames: Names<CellPenalty> = {weight: true, target: true};

export const statisticNames: Names<BatchStatistics> = {
  meanX: true,
  varianceX: true,
  meanH: true,
  varianceH: true,
  meanC: true,
  varianceC: true,
};
