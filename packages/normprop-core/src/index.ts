import './register.js';

export {clipByGlobalNorm} from './gradients/clipByGlobalNorm.js';
export {useKernels} from './kernels/useKernels.js';
export {readNow} from './kernels/readNow.js';
export {accelerateMatMul} from './kernels/accelerateMatMul.js';
export {lstmSequence} from './sequence/lstmSequence.js';
export {lstmStep} from './sequence/lstmStep.js';
export type {LSTMStepOptions, LSTMStepResult} from './sequence/lstmStep.js';
export type {
  BatchStatistics,
  LSTMModelOptions,
  LSTMSequenceOptions,
  LSTMSequenceResult,
  LSTMWeights,
  RecurrentModel,
} from './sequence/lstmSequenceTypes.js';
export type {Normalizer} from './sequence/sequenceImplementation.js';
export {softmaxCrossEntropy} from './output/softmaxCrossEntropy.js';
export {columnNorms, normalizeColumns, projectToUnitColumns} from './weights/normalizeColumns.js';
export {prepareWeights} from './weights/prepareWeights.js';
export type {PreparedWeights} from './weights/prepareWeights.js';
export {gateMoments, type GateMoments, type GateMomentsArgs} from './variance/gateMoments.js';
export {
  normPropVariances,
  type MeanFieldVariances,
  type NormPropVariances,
} from './variance/normPropVariances.js';
export type {NormPropVariancesArgs, PerUnit, VarianceMethod} from './variance/varianceArgs.js';
export {differentiableVariances} from './variance/differentiableVariances.js';
export type {DifferentiableVariancesArgs, VarianceTensors} from './variance/differentiableVariances.js';
export {calibrationStep, type CalibrationStep, type CalibrationStepArgs} from './variance/calibrationStep.js';
export {gradientDecay, type GradientDecay, type GradientDecayArgs} from './gradient/gradientDecay.js';
export {gradientNormSurface} from './gradient/gradientNormSurface.js';
export type {GradientNormSurface, GradientNormSurfaceArgs} from './gradient/gradientNormSurface.js';
export {networkGradientNorm} from './gradient/networkGradientNorm.js';
export type {NetworkGradientNorm, NetworkGradientNormArgs} from './gradient/networkGradientNorm.js';
export {singularValues} from './gradient/singularValues.js';
export {stepGradient, type StepGradientArgs} from './gradient/stepGradient.js';
export {stepJacobian, type StepJacobianArgs} from './gradient/stepJacobian.js';
