export {windowKernels} from './windowKernels.js';
export type {Look, WindowKernels, WindowShape} from './windowTypes.js';
