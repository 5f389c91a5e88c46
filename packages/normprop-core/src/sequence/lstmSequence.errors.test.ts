import '@tensorflow/tfjs-layers'; // registers the gradients of tfjs's own ops
import {add, grad, ones, scalar, square, sub, sum, tensor1d, zeros} from '@tensorflow/tfjs-core';
import type {Tensor, Tensor2D, Tensor3D} from '@tensorflow/tfjs-core';
import {batch, optionsOf, random, state, timeSteps, units, weightsOf, x} from '../../test/smallCase.js';
import {lstmSequence, lstmStep, normalizeColumns, prepareWeights, softmaxCrossEntropy} from '../index.js';
import type {LSTMWeights, RecurrentModel} from '../index.js';

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
      'x: expected shape [any,any,any], got []',
    ],
    [
      'a bias of another size',
      () => lstmSequence(x(), {...weights(), bias: tensor1d([1, 2])}),
      'bias: expected shape [20], got [2]',
    ],
    [
      'a misspelled option',
      () => lstmSequence(x(), weightsOf('normProp'), {modle: 'normProp'} as object),
      'modle: lstmSequence has no such option; it has model, cellVariance',
    ],
    [
      'a name that every object has',
      () => lstmSequence(x(), weights(), {toString: 1} as object),
      'toString: lstmSequence has no such option',
    ],
    [
      'a model that every object has',
      () => lstmSequence(x(), weights(), {model: 'constructor' as RecurrentModel}),
      "model: expected one of lstm, weightNorm, normProp, layerNorm, batchNorm, got 'constructor'",
    ],
    [
      'a misspelled weight',
      () => lstmSequence(x(), {...weights(), gammax: ones([20])} as LSTMWeights),
      'gammax: weights has no such option',
    ],
    [
      'a misspelled option of a step',
      () => lstmStep(random([3, 2], 1) as Tensor2D, state(), weights(), {zoneout: 1} as object),
      'zoneout: lstmStep has no such option',
    ],
    [
      'a misspelled option of prepareWeights',
      () => prepareWeights(weights(), {mask: 1} as object),
      'mask: prepareWeights has no such option',
    ],
    [
      'no recurrent kernel',
      () => lstmSequence(x(), {kernel: weights().kernel} as LSTMWeights),
      'recurrentKernel: expected a tensor of shape [any,any], got undefined',
    ],
    [
      'no kernel',
      () => lstmSequence(x(), {recurrentKernel: weights().recurrentKernel} as LSTMWeights),
      'kernel: expected a tensor of shape [any,20], got undefined',
    ],
    [
      'no weights',
      () => lstmSequence(x(), undefined as unknown as LSTMWeights),
      'weights: expected an object with kernel and recurrentKernel, got undefined',
    ],
    [
      'no x',
      () => lstmSequence(undefined as unknown as Tensor3D, weights()),
      'x: expected a tensor of shape [any,any,any], got undefined',
    ],
    [
      'an unknown activation',
      () => lstmSequence(x(), weights(), {recurrentActivation: 'relu' as 'sigmoid'}),
      "recurrentActivation: expected 'sigmoid' or 'hardSigmoid', got 'relu'",
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
  it('says that it has no second derivative, instead of leaving it out', () => {
    const [kernel, recurrentKernel] = [weights().kernel, weights().recurrentKernel];
    const ofSequence = (w: Tensor) =>
      sum(lstmSequence(x(), {kernel: w as Tensor2D, recurrentKernel}).outputs) as Tensor;
    const penalty = (f: (w: Tensor) => Tensor) => (w: Tensor) => sum(square(grad(f)(w)));
    expect(() => grad(penalty(ofSequence))(kernel)).toThrow('lstmSequence: it has no second derivative');
    const ofColumns = (w: Tensor) => sum(square(sub(normalizeColumns(w as Tensor2D), 1))) as Tensor;
    expect(() => grad(penalty(ofColumns))(kernel)).toThrow('normalizeColumns: it has no second derivative');
    const ofSoftmax = (w: Tensor) =>
      softmaxCrossEntropy(ones([2, 2]), w as Tensor2D, zeros([20]), tensor1d([0, 1], 'int32')) as Tensor;
    expect(() => grad(penalty(ofSoftmax))(kernel)).toThrow(
      'softmaxCrossEntropy: it has no second derivative',
    );
    // The same where the value stands outside of the inner gradient: tfjs keeps one tape for both.
    const outside = (f: (w: Tensor) => Tensor) => (w: Tensor) => {
      const value = f(w);
      return add(sum(square(grad(() => value)(w))), sum(square(w))) as Tensor;
    };
    expect(() => grad(outside(ofSequence))(kernel)).toThrow('lstmSequence: it has no second derivative');
    expect(() => grad(outside(ofColumns))(kernel)).toThrow('normalizeColumns: it has no second derivative');
    expect(() => grad(outside(ofSoftmax))(kernel)).toThrow(
      'softmaxCrossEntropy: it has no second derivative',
    );
    // A gradient that nobody differentiates may be taken inside another one.
    const beside = (w: Tensor) => add(sum(square(w)), sum(grad(ofSequence)(kernel))) as Tensor;
    expect(grad(beside)(scalar(1)).shape).toEqual([]);
  });

  it('says that the cells have no gradient', () => {
    const loss = (w: Tensor) => {
      const given = {...weights(), kernel: w as Tensor2D};
      return sum(lstmSequence(x(), given, {returnCells: true}).cells!) as Tensor;
    };
    expect(() => grad(loss)(weights().kernel)).toThrow('cells: the recurrence has no gradient from it');
  });
});
