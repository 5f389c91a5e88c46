export {lstmForward} from './lstm/lstmForward.js';
export {lstmBackward} from './lstm/lstmBackward.js';
export {prepareLSTMForward} from './lstm/prepareLSTMForward.js';
export {packLSTMWeights} from './lstm/packLSTMWeights.js';
export type {
  CellKind,
  CellPenalty,
  LSTMBackwardArgs,
  LSTMForwardArgs,
  LSTMForwardResult,
  LSTMGradients,
  LSTMReserve,
  LSTMStatistics,
  Normalizer,
  PackedLSTMWeights,
  PackedLSTMWeightsArgs,
  PreparedForward,
  PreparedForwardArgs,
  RecurrentActivation,
} from './contract/lstmTypes.js';
export {sgemm} from './ops/sgemm.js';
export {sigmoid, tanh} from './ops/activations.js';
export {normalizeColumns, normalizeColumnsBackward} from './ops/normalizeColumns.js';
export {adamStep} from './ops/adamStep.js';
export type {AdamArrays, AdamFactors} from './contract/adamTypes.js';
export {projectColumns, unitTolerance} from './ops/projectColumns.js';
export {softmaxCrossEntropy} from './ops/softmaxCrossEntropy.js';
export type {NormalizeColumnsGradients, SgemmArgs, SoftmaxCrossEntropyResult} from './contract/opTypes.js';
export {configureKernels, kernelInfo, startedKernels} from './choice/configureKernels.js';
export type {KernelBuild, KernelInfo, KernelSettings, NativeBuild} from './choice/kernelSettings.js';
