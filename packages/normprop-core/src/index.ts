export {clipByGlobalNorm} from './output/clipByGlobalNorm.js';
export {runsFused} from './fused/fusedSwitch.js';
export {useKernels} from './kernels/useKernels.js';
export {isInMemory} from './tensors/isInMemory.js';
export {firstDerivative} from './tensors/firstDerivative.js';
export {readInPlace} from './tensors/readInPlace.js';
export {readNow} from './tensors/readNow.js';
export {accelerateMatMul} from './fused/accelerateMatMul.js';
export {lstmSequence} from './sequence/lstmSequence.js';
export {sequenceSteps} from './sequence/sequenceSteps.js';
export type {SequenceSteps, StepsSizes} from './sequence/sequenceSteps.js';
export type {LSTMGradients, LSTMSteps} from 'normprop-kernels/steps';
export {lstmStep} from './sequence/lstmStep.js';
export type {LSTMStepOptions, LSTMStepResult} from './sequence/lstmStep.js';
export type {
  BatchStatistics,
  CellKind,
  CellPenalty,
  LSTMModelOptions,
  LSTMWeights,
  RecurrentActivation,
  RecurrentModel,
} from './weights/lstmTypes.js';
export type {
  LSTMSequenceOptions,
  LSTMSequenceResult,
  SequenceStepsOptions,
} from './sequence/lstmSequenceTypes.js';
export type {Normalizer} from './recurrence/sequenceImplementation.js';
export {softmaxCrossEntropy} from './output/softmaxCrossEntropy.js';
export {columnNorms} from './weights/columnNorms.js';
export {adamStep, projectColumns, unitTolerance} from 'normprop-kernels';
export type {AdamArrays, AdamFactors} from 'normprop-kernels';
export {normalizeColumns} from './weights/normalizeColumns.js';
export {prepareWeights} from './weights/prepareWeights.js';
export type {PreparedWeights} from './weights/prepareWeights.js';
export {
  normPropVariances,
  type MeanFieldVariances,
  type NormPropMeanFieldArgs,
  type NormPropPaperArgs,
  type NormPropVariances,
} from './variance/normPropVariances.js';
export type {NormPropVariancesArgs, PerUnit, VarianceMethod} from './moments/varianceArgs.js';
export {differentiableVariances} from './variance/differentiableVariances.js';
export type {DifferentiableVariancesArgs, VarianceTensors} from './variance/differentiableVariances.js';
export {calibrationStep, type CalibrationStep, type CalibrationStepArgs} from './variance/calibrationStep.js';
