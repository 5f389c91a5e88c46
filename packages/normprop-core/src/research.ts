// What the paper's analysis needs, and a model does not: how gradients pass a step and a layer, what its gates and cells hold,
// and the moments of the gates.
export {gateMoments, type GateMoments, type GateMomentsArgs} from './moments/gateMoments.js';
export {gradientDecay, type GradientDecay, type GradientDecayArgs} from './gradient/gradientDecay.js';
export {gradientNormSurface} from './gradient/gradientNormSurface.js';
export type {GradientNormSurface, GradientNormSurfaceArgs} from './gradient/gradientNormSurface.js';
export {networkGradientNorm} from './gradient/networkGradientNorm.js';
export type {NetworkGradientNorm, NetworkGradientNormArgs} from './gradient/networkGradientNorm.js';
export {singularValues} from './gradient/singularValues.js';
export {stepGradient, type StepGradientArgs} from './gradient/stepGradient.js';
export {stepJacobian, type StepJacobianArgs} from './gradient/stepJacobian.js';
export {lstmStates, type LSTMStates} from './sequence/lstmStates.js';
export type {Moments} from './moments/gaussianMoments.js';
