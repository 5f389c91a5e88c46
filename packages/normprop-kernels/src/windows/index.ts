export {windowKernels} from './windowKernels.js';
export type {Reading, WindowFilters, WindowKernels, WindowShape} from './windowTypes.js';
