import type {Tensor3D} from '@tensorflow/tfjs-core';
import {isPrepared} from '../weights/prepareWeights.js';
import type {PreparedWeights} from '../weights/prepareWeights.js';
import type {LSTMWeights} from '../weights/lstmTypes.js';
import type {LSTMSequenceOptions} from './lstmSequenceTypes.js';
import type {SequenceSizes} from '../recurrence/sequenceImplementation.js';

/** How large a call is, before its arguments are checked. */
export function sizesOf(
  x: Tensor3D,
  weights: LSTMWeights | PreparedWeights,
  {model, batchMajor = false}: LSTMSequenceOptions,
): SequenceSizes {
  const normalised = isPrepared(weights)
    ? weights.normalizer !== 'none'
    : model === 'layerNorm' || model === 'batchNorm';
  const [first, second, inputSize] = x.shape;
  const [timeSteps, batch] = batchMajor ? [second, first] : [first, second];
  return {timeSteps, batch, inputSize, units: weights.recurrentKernel.shape[0], normalised};
}
