export {lstmForward} from './lstm/lstmForward.js';
export {lstmBackward} from './lstm/lstmBackward.js';
export {packLSTMWeights} from './lstm/packLSTMWeights.js';
export type {
  LSTMBackwardArgs,
  LSTMForwardArgs,
  LSTMForwardResult,
  LSTMGradients,
  LSTMReserve,
  LSTMStatistics,
  Normalizer,
  PackedLSTMWeights,
  PackedLSTMWeightsArgs,
} from './lstm/lstmTypes.js';
export {sgemm} from './ops/sgemm.js';
export {sigmoid, tanh} from './ops/activations.js';
export {normalizeColumns, normalizeColumnsBackward} from './ops/normalizeColumns.js';
export {adamStep} from './ops/adamStep.js';
export {softmaxCrossEntropy} from './ops/softmaxCrossEntropy.js';
export type {
  AdamOptions,
  AdamVariable,
  NormalizeColumnsGradients,
  SgemmArgs,
  SoftmaxCrossEntropyResult,
} from './ops/opTypes.js';
export {configureKernels, kernelInfo} from './engine/configureKernels.js';
export type {KernelBuild, KernelInfo, KernelSettings} from './engine/configureKernels.js';
