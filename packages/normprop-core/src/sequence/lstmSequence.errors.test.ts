import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {grad, ones, scalar, sum, tensor1d} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {batch, optionsOf, random, timeSteps, units, weightsOf, x} from '../../test/smallCase.js';
import {lstmSequence, prepareWeights} from '../index.js';
import type {RecurrentModel} from '../index.js';

describe('bad input to lstmSequence', () => {
  const weights = weightsOf.bind(null, 'lstm');
  it.each<[string, () => unknown, string]>([
    [
      'x of another size',
      () => lstmSequence(random([4, 3, 7], 1) as Tensor3D, weights()),
      'x: expected shape [any,any,2], got [4,3,7]',
    ],
    ['no step', () => lstmSequence(random([0, 3, 2], 1) as Tensor3D, weights()), 'at least one time step'],
    [
      'a recurrent kernel of another size',
      () => lstmSequence(x(), {...weights(), recurrentKernel: random([5, 16], 1) as Tensor2D}),
      'recurrentKernel: expected shape [5,20], got [5,16]',
    ],
    [
      'an unknown model',
      () => lstmSequence(x(), weights(), {model: 'gru' as RecurrentModel}),
      "model: expected one of lstm, weightNorm, normProp, layerNorm, batchNorm, got 'gru'",
    ],
    [
      'a missing gain',
      () => lstmSequence(x(), weights(), {model: 'weightNorm'}),
      "gammaX: the model 'weightNorm' needs it",
    ],
    [
      'a gain too many',
      () => lstmSequence(x(), {...weights(), gammaX: ones([20])}),
      "gammaX: the model 'lstm' has no such weight",
    ],
    [
      'no variance',
      () => lstmSequence(x(), weightsOf('normProp'), {model: 'normProp'}),
      "cellVariance: the model 'normProp' needs it",
    ],
    [
      'a variance of 0',
      () => lstmSequence(x(), weightsOf('normProp'), {...optionsOf('normProp'), hiddenVariance: 0}),
      'hiddenVariance: expected a finite number greater than 0, got 0',
    ],
    [
      'a variance for the baseline',
      () => lstmSequence(x(), weights(), {cellVariance: 1}),
      "cellVariance: only the model 'normProp' has it",
    ],
    [
      'a mask that is batch-major',
      () => lstmSequence(x(), weights(), {mask: ones([batch, timeSteps])}),
      'mask: expected shape [4,3], got [3,4]',
    ],
    [
      'a state of another size',
      () => lstmSequence(x(), weights(), {initialState: [ones([batch, 4]), ones([batch, units])]}),
      'initialState[0]: expected shape [3,5], got [3,4]',
    ],
    [
      'a zoneout rate above 1',
      () => lstmSequence(x(), weights(), {zoneoutCell: 1.5}),
      'zoneoutCell: expected a rate from 0 to 1, got 1.5',
    ],
    [
      'perGate where it means nothing',
      () => lstmSequence(x(), weights(), {perGate: true}),
      "perGate: only the model 'layerNorm' has it",
    ],
    [
      'statistics without Batch Norm',
      () => lstmSequence(x(), weights(), {batchStatisticsOver: 'allRows'}),
      "batchStatisticsOver: only the model 'batchNorm' has it",
    ],
    [
      'a model beside prepared weights',
      () => lstmSequence(x(), prepareWeights(weights()), {model: 'lstm'}),
      'model: already settled by prepareWeights',
    ],
    [
      'a scalar for x',
      () => lstmSequence(scalar(1) as unknown as Tensor3D, weights()),
      'x: expected shape [any,any,2], got []',
    ],
    [
      'a bias of another size',
      () => lstmSequence(x(), {...weights(), bias: tensor1d([1, 2])}),
      'bias: expected shape [20], got [2]',
    ],
  ])('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });

  it('says that a mask has no gradient', () => {
    const mask = ones([timeSteps, batch]);
    expect(() =>
      grad((m: Tensor) => sum(lstmSequence(x(), weights(), {mask: m as Tensor2D}).outputs))(mask),
    ).toThrow('mask: the recurrence has no gradient for it');
  });
});
