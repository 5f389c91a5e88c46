import {abs, less, logicalOr, notEqual, reshape, where, zerosLike} from '@tensorflow/tfjs-core';
import type {SequenceInputs, SequenceSettings} from '../recurrence/sequenceImplementation.js';

/** Above it a square is no float32 number, and so no statistic. */
const LARGEST = 1e19;

/**
 * The inputs with zeros for x at masked steps: selected, not multiplied, so that what padding holds (NaN, too) has no effect. Where
 * Batch Norm's statistics run over all rows, masked ones count, and x stays there but for what cannot count: NaN, infinities, and fill
 * values of 1e19 and more.
 */
export function validInputs(
  inputs: SequenceInputs,
  settings: Pick<SequenceSettings, 'normalizer' | 'batchStatisticsOver'>,
): SequenceInputs {
  const {x, mask, meanX} = inputs;
  const {normalizer, batchStatisticsOver} = settings;
  if (mask === undefined) return inputs;
  const [timeSteps, batch] = x.shape as [number, number];
  const valid = reshape(notEqual(mask, 0), [timeSteps, batch, 1]);
  const counts = normalizer === 'batch' && batchStatisticsOver === 'allRows' && meanX === undefined;
  return {...inputs, x: where(counts ? logicalOr(valid, less(abs(x), LARGEST)) : valid, x, zerosLike(x))};
}
