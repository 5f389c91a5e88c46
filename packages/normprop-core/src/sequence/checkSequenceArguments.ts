import type {Tensor3D} from '@tensorflow/tfjs-core';
import {checkShape} from '../checkShape.js';
import type {PreparedWeights} from '../weights/prepareWeights.js';
import type {LSTMSequenceOptions} from './lstmSequenceTypes.js';

const modelOptions = ['model', 'cellVariance', 'hiddenVariance', 'epsilon', 'perGate'] as const;

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
  const {populationStatistics, batchStatisticsOver} = options;
  if (weights.normalizer !== 'batch') {
    for (const name of ['populationStatistics', 'batchStatisticsOver'] as const) {
      if (options[name] !== undefined) throw new Error(`${name}: only the model 'batchNorm' has it`);
    }
  } else if (populationStatistics !== undefined) {
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
