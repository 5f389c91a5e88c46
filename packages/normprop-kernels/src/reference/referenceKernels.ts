import type {Kernels} from '../contract/kernels.js';
import {referenceForward} from './referenceForward.js';
import {
  referenceNormalizeColumns,
  referenceNormalizeColumnsBackward,
  referenceSgemm,
  referenceSigmoid,
  referenceSoftmaxCrossEntropy,
  referenceTanh,
} from './referenceOps.js';

/** All kernels in plain TypeScript, float64 inside. */
export const referenceKernels: Kernels = {
  lstmForward: referenceForward,
  packLSTMWeights: ({inputSize, units, columnGainX, columnGainH}) => ({
    inputSize,
    units,
    hasColumnGainX: columnGainX !== undefined,
    hasColumnGainH: columnGainH !== undefined,
    bytes: 0,
    dispose: () => {}, // it reads the arrays
  }),
  sgemm: referenceSgemm,
  sigmoid: referenceSigmoid,
  tanh: referenceTanh,
  normalizeColumns: referenceNormalizeColumns,
  normalizeColumnsBackward: referenceNormalizeColumnsBackward,
  softmaxCrossEntropy: referenceSoftmaxCrossEntropy,
};
