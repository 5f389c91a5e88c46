import type {Tensor3D} from '@tensorflow/tfjs-core';
import {checkNames} from '../check/checkNames.js';
import {checkShape} from '../tensors/checkShape.js';
import type {PreparedWeights} from '../weights/prepareWeights.js';
import {modelOptionNames} from '../weights/optionNames.js';
import type {LSTMModelOptions} from '../weights/lstmTypes.js';
import type {LSTMSequenceOptions} from './lstmSequenceTypes.js';
import {penaltyNames, statisticNames} from './optionNames.js';

const modelOptions = Object.keys(modelOptionNames) as Array<keyof LSTMModelOptions>;

/** Checks everything that `prepareWeights` has not seen; see `lstmSequence` for what is allowed. */
export function checkSequenceArguments(
  x: Tensor3D,
  weights: PreparedWeights,
  options: LSTMSequenceOptions,
  preparedBefore: boolean,
): void {
  checkShape('x', x, [null, null, weights.kernel.shape[0]]);
  const {batchMajor = false} = options;
  const [timeSteps, batch] = batchMajor ? [x.shape[1], x.shape[0]] : x.shape;
  const units = weights.recurrentKernel.shape[0];
  if (timeSteps < 1 || batch < 1) {
    throw new Error(`x: expected at least one time step and one row, got shape [${x.shape.join(',')}]`);
  }
  if (preparedBefore) {
    for (const name of modelOptions) {
      if (options[name] !== undefined)
        throw new Error(`${name}: already settled by prepareWeights; leave it out here`);
    }
  }
  const {initialState, mask, recurrentDropoutMask, candidateDropoutMask} = options;
  if (initialState !== undefined) {
    checkShape('initialState[0]', initialState[0], [batch, units]);
    checkShape('initialState[1]', initialState[1], [batch, units]);
  }
  if (mask !== undefined) checkShape('mask', mask, batchMajor ? [batch, timeSteps] : [timeSteps, batch]);
  if (recurrentDropoutMask !== undefined)
    checkShape('recurrentDropoutMask', recurrentDropoutMask, [batch, units]);
  if (candidateDropoutMask !== undefined) {
    checkShape('candidateDropoutMask', candidateDropoutMask, [timeSteps, batch, units]);
  }
  for (const name of ['zoneoutCell', 'zoneoutHidden'] as const) {
    const zoneout = options[name] ?? 0;
    if (typeof zoneout !== 'number') checkShape(name, zoneout, [timeSteps, batch, units]);
    else if (!(zoneout >= 0 && zoneout <= 1))
      throw new Error(`${name}: expected a rate from 0 to 1, got ${zoneout}`);
  }
  checkCell(options, weights, units);
  const {populationStatistics, batchStatisticsOver} = options;
  if (weights.normalizer !== 'batch') {
    for (const name of ['populationStatistics', 'batchStatisticsOver'] as const) {
      if (options[name] !== undefined) throw new Error(`${name}: only the model 'batchNorm' has it`);
    }
  } else if (populationStatistics !== undefined) {
    checkNames('populationStatistics', populationStatistics, statisticNames);
    const rows = populationStatistics.meanX?.shape[0] ?? 0;
    for (const name of ['meanX', 'varianceX', 'meanH', 'varianceH'] as const) {
      checkShape(`populationStatistics.${name}`, populationStatistics[name], [rows, 4 * units]);
    }
    for (const name of ['meanC', 'varianceC'] as const) {
      checkShape(`populationStatistics.${name}`, populationStatistics[name], [rows, units]);
    }
    if (rows < 1) throw new Error('populationStatistics: expected at least one row, got 0');
  } else if (!['validRows', 'allRows', undefined].includes(batchStatisticsOver)) {
    throw new Error(`batchStatisticsOver: expected 'validRows' or 'allRows', got '${batchStatisticsOver}'`);
  }
}

function checkCell(
  {cell = 'standard', recurrentActivation = 'sigmoid', cellPenalty}: LSTMSequenceOptions,
  {normalizer, cellVariance}: PreparedWeights,
  units: number,
): void {
  if (cell !== 'standard' && cell !== 'preserving')
    throw new Error(`cell: expected 'standard' or 'preserving', got '${String(cell)}'`);
  if (recurrentActivation !== 'sigmoid' && recurrentActivation !== 'hardSigmoid')
    throw new Error(
      `recurrentActivation: expected 'sigmoid' or 'hardSigmoid', got '${String(recurrentActivation)}'`,
    );
  if (cellPenalty === undefined) return;
  if (normalizer !== 'none')
    throw new Error(
      'cellPenalty: only for models without normalisation in the loop (lstm, weightNorm, normProp), which keep the cell by themselves',
    );
  checkNames('cellPenalty', cellPenalty, penaltyNames);
  const {weight, target} = cellPenalty;
  if (!(typeof weight === 'number' && weight >= 0 && weight < Infinity))
    throw new Error(`cellPenalty.weight: expected a finite number of at least 0, got ${String(weight)}`);
  if (target === undefined && cellVariance === undefined)
    throw new Error("cellPenalty.target: only the model 'normProp' has a default for it, its cellVariance");
  if (typeof target === 'number') {
    if (!(target > 0 && target < Infinity))
      throw new Error(`cellPenalty.target: expected a finite number greater than 0, got ${target}`);
  } else if (target !== undefined) checkShape('cellPenalty.target', target, [units]);
}
