export {gateMoments, type GateMoments, type GateMomentsArgs} from './variance/gateMoments.js';
export {normPropVariances, type NormPropVariances} from './variance/normPropVariances.js';
export type {NormPropVariancesArgs, PerUnit, VarianceMethod} from './variance/varianceArgs.js';
