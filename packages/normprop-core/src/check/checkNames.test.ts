import {tensor2d, tensor3d} from '@tensorflow/tfjs-core';
import type {Tensor3D} from '@tensorflow/tfjs-core';
import * as core from '../index.js';
import * as research from '../research.js';

// Each function that takes its arguments by name: the rest of its arguments are not looked at before the names.
const calls: Array<[string, (args: never) => unknown]> = [
  ['normPropVariances', core.normPropVariances as (args: never) => unknown],
  ['differentiableVariances', core.differentiableVariances],
  ['calibrationStep', core.calibrationStep as (args: never) => unknown],
  ['gateMoments', research.gateMoments],
  ['gradientDecay', research.gradientDecay],
  ['gradientNormSurface', research.gradientNormSurface],
  ['networkGradientNorm', research.networkGradientNorm],
  ['stepGradient', research.stepGradient],
  ['stepJacobian', research.stepJacobian],
  ['configureKernels', core.useKernels],
  ['lstmSequence', (args) => core.lstmSequence({} as Tensor3D, {} as core.LSTMWeights, args)],
];

describe('an argument that is not there is refused by name', () => {
  it.each(calls)('%s', (name, call) => {
    expect(() => call({methd: 1} as never)).toThrow(`methd: ${name} has no such`);
    expect(() => call({toString: 1} as never)).toThrow(`toString: ${name} has no such`);
    expect(() => call(null as never)).toThrow(`${name}: expected an object, got null`);
  });

  it('names what there is', () => {
    const four = tensor2d([[1, 1, 1, 1]]);
    const weights = {kernel: four, recurrentKernel: four};
    expect(() => core.lstmSequence(tensor3d([[[1]]]), weights, {goBackward: true} as object)).toThrow(
      /^goBackward: lstmSequence has no such option; it has model, .*goBackwards/,
    );
  });
});
