import {runFused} from './kernels/runFused.js';

// Imported for its effect by index.ts: the fused kernels are on until `useKernels(false)`.
runFused(true);
