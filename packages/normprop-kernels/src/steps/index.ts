export {lstmSteps} from './lstmSteps.js';
export type {LSTMSteps, LSTMStepsArgs} from '../contract/stepsTypes.js';
export type {LSTMGradients, LSTMStatistics} from '../contract/lstmTypes.js';
